/** What is shown of a file at a glance: whoever makes one in this form has made it for good. */
export const THUMBNAIL = {
  /** In pixels, at most. */
  side: 480,
  // More effort takes twice the time and saves a thirtieth of the bytes.
  webp: { quality: 78, effort: 2 },
} as const;
