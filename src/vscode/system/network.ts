// The network of this computer, for the core.

import { networkInterfaces } from 'node:os';
import type { Network } from '../../core/ports.ts';

export const systemNetwork: Network = {
  getAddresses: () =>
    Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => address)
      .sort()
      .join(' '),
};
