/** As told, in the region of the task; but the key must not travel to hosts of others, wherever an answer points. */
export function askAt(base: string, id: string, told: string | undefined): string {
  const isTrusted = told !== undefined && URL.canParse(told) && isOfVendor(new URL(told), new URL(base));
  return isTrusted ? told : `${base}/v1/get_result?id=${encodeURIComponent(id)}`;
}

function isOfVendor(told: URL, base: URL): boolean {
  if (told.origin === base.origin) return true;
  return told.protocol === 'https:' && [told, base].every(({ hostname }) => hostname.endsWith('.bfl.ai'));
}
