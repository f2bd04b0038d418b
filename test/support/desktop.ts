/** Decides whether tests run in desktop VS Code, which has to be downloaded, or in the server build. */

export type HostKind = 'desktop' | 'server';

/** `VSCODE_TEST_HOST` decides when it is set; else desktop VS Code wherever it can be downloaded and shown. */
export async function chooseHostKind(): Promise<HostKind> {
  const forced = process.env['VSCODE_TEST_HOST'];
  if (forced === 'desktop' || forced === 'server') {
    return forced;
  }
  if (forced !== undefined && forced !== '') {
    throw new Error(`VSCODE_TEST_HOST is "${forced}": it must be "desktop" or "server".`);
  }
  return hasDisplay() && (await canDownload()) ? 'desktop' : 'server';
}

/** Whether a window can be opened. */
export function hasDisplay(): boolean {
  return (
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined
  );
}

/** Asks the address that `@vscode/test-electron` downloads from. */
async function canDownload(): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(3_000);
    const answer = await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
