// The rules for addresses that keys are sent to, for whoever reads, keeps or uses one: the settings, the AWS files, the disk.

/** Undefined for what is no address. */
export function parseAddress(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Whether keys may travel there: over TLS, or on this computer. */
export function isSafeAddress({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** Whether it is this computer, by a host as `URL` writes it: with brackets around an address of version 6. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.[0-9]{1,3}){3}$/.test(hostname);
}

/** Whether a password or a token may stand in it: an endpoint is shown wherever it is used, and kept on the disk. */
export function mayHoldSecret(url: URL): boolean {
  return hasLogin(url) || hasMoreThanPath(url);
}

export function hasLogin({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** Something behind the path, which no endpoint has. */
export function hasMoreThanPath({ search, hash }: URL): boolean {
  return search !== '' || hash !== '';
}
