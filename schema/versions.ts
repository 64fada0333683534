/**
 * Whether a version comes after another.
 *
 * @param version - major and minor number, as in "1.10"
 * @param than - the same
 */
export function isLaterVersion(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major > thanMajor || (major === thanMajor && minor > thanMinor);
}
