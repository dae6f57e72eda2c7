export type AssetOrigin = 'output' | 'upload';
export type AssetVariant = 'original' | 'thumbnail';

/** A file whose bytes are in the store and whose row is not written yet. Survives JSON as far as `present` needs it. */
export interface NewAsset {
  id: string;
  teamId: string;
  jobId: string | null;
  origin: AssetOrigin;
  sha256: string;
  bytes: number;
  mimeType: string;
  width: number | null;
  height: number | null;
  durationSeconds: number | null;
  thumbnailSha256: string | null;
  thumbhash: string | null;
  filename: string;
  createdAt: Date;
}

/** A file that a job's input names by an address, which stands here as its SHA-256. */
export interface FetchedAsset extends NewAsset {
  jobId: string;
  fetchedFrom: string;
}

export interface StoredAsset extends NewAsset {
  deletedAt: Date | null;
}

export type DeletedContent = Pick<NewAsset, 'sha256' | 'thumbnailSha256'>;

/** A file that came from outside, in a work folder, and what its sender calls it. */
export interface ArrivedFile {
  file: string;
  filenameBase: string;
}

/** What is known of a file before it is looked into. */
export interface AssetFacts {
  teamId: string;
  jobId?: string;
  origin: AssetOrigin;
  /** A picture of it that its maker made; one in the form of thumbnails becomes the thumbnail. */
  poster?: string;
  /** Becomes the name of downloads, with the extension of what the content is. */
  filenameBase: string;
}

export type PresentableAsset = Pick<
  NewAsset,
  'id' | 'sha256' | 'bytes' | 'mimeType' | 'width' | 'height' | 'durationSeconds' | 'thumbnailSha256'
>;

export interface AssetView {
  assetId: string;
  url: string;
  mimeType: string;
  bytes: number;
  width?: number;
  height?: number;
  durationSeconds?: number;
  thumbnailUrl: string | null;
  sha256: string;
  expiresAt: string;
}
