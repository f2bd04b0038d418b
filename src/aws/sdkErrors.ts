// SdkError: what can be read of an error that the SDK throws, or that it hides in the text of another one.

/** What is read of an error; nothing here is certain to be there. */
export interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  /** On errors that the service itself gave. */
  readonly $fault?: unknown;
  readonly retryAfterSeconds?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown; readonly requestId?: unknown };
  readonly $response?: { readonly headers?: Readonly<Record<string, unknown>> };
}

export function getHeader(details: SdkError, name: string): unknown {
  return details.$response?.headers?.[name];
}

/** The code of a timeout before there was a connection. The SDK tells it from others by its words alone. */
export const CONNECT_TIMEOUT = 'ConnectTimeout';

export function isConnectTimeout({ name, message }: SdkError): boolean {
  return (
    name === 'TimeoutError' &&
    typeof message === 'string' &&
    message.includes('did not establish a connection')
  );
}

/**
 * The SSO provider wraps what its portal said, or the network, as the text of its own error: `Name: message`.
 * Nothing but the name and a code of the network is taken from it.
 */
export function findWrappedError(message: unknown): { name?: string; code?: string } {
  const text = typeof message === 'string' ? message.slice(0, 1000) : '';
  const name =
    /^([A-Z][A-Za-z]{2,60}(?:Exception|Error)): /.exec(text)?.[1] ??
    (text === 'AggregateError' ? text : undefined);
  const code = /\b(E[A-Z]{4,15}|EAI_AGAIN|CERT_[A-Z_]{3,30}|[A-Z_]{5,30}_CERT[A-Z_]{0,30})\b/.exec(text)?.[1];
  return {
    ...(name === undefined ? {} : { name }),
    ...(code === undefined ? {} : { code }),
  };
}
