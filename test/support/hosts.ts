/** The VS Code builds the tests run in: the newest one, and the floor that package.json promises. */

export interface Host {
  readonly name: HostName;
  readonly vscode: string;
  /** The npm package `code-server` carries the server build of one VS Code version whole. */
  readonly codeServer: string;
  /** The Node that this build was made for, from the packages `node-<platform>-<arch>`. */
  readonly node: string;
}

export type HostName = 'newest' | 'floor';

export const hosts: Readonly<Record<HostName, Host>> = {
  newest: { name: 'newest', vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' },
  floor: { name: 'floor', vscode: '1.103.2', codeServer: '4.103.2', node: '22.23.3' },
};
