const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#1d2b3a"/>' +
  '<path d="M5 25l8-12 5 7 4-5 5 10z" fill="#f2c14e"/><circle cx="22" cy="9" r="3" fill="#fff"/></svg>';

/** An address that holds the picture itself. */
export const ENGINE_ICON = `data:image/svg+xml;base64,${Buffer.from(DRAWING).toString('base64')}`;
