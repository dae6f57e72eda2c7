export class VersionView {
  name: string;
  version: string;
  apiVersion: string;
}
