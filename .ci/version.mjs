// What a version number says: VS Code takes the newest release, or for who asks for it the newest pre-release.

/** An odd number in the middle is a pre-release, as VS Code's guide to publishing has it: 0.3.0 comes before 0.4.0. */
export function isPreRelease(version) {
  const [, minor] = version.split('.');
  return Number(minor) % 2 === 1;
}
