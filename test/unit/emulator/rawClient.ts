/** A bare HTTP client that reports what arrived, and how it ended, instead of throwing. */
import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';

export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly chunks: number;
  /** `complete`, or the code of the error that ended the exchange. */
  readonly ending: string;
}

export interface RawRequest {
  readonly path?: string;
  readonly method?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Called for each piece of the body; `leave` ends the connection. */
  readonly onBytes?: (received: number, leave: () => void) => void;
  readonly onSent?: (sent: ClientRequest) => void;
}

export const statusPath = '/status/batch/get';
export const membersPath = '/members/list';

/** A body that is a string is sent as it is, anything else as JSON. */
export function post(url: string, body: unknown, options: RawRequest = {}): Promise<RawAnswer> {
  const { region, accessKeyId = 'AKIAEMULATOR' } = options;
  const headers: Record<string, string> = { 'content-type': 'application/json', ...options.headers };
  if (region !== undefined) {
    const scope = `${accessKeyId}/20261123/${region}/inspector2/aws4_request`;
    headers['authorization'] = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=c0ffee`;
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let received = 0;
    let answer: Pick<RawAnswer, 'status' | 'headers'> = { status: undefined, headers: {} };
    const finish = (ending: string) =>
      resolve({ ...answer, body: Buffer.concat(chunks), chunks: chunks.length, ending });
    const sent = request(
      `${url}${options.path ?? statusPath}`,
      { method: options.method ?? 'POST', headers, agent: false },
      (response) => {
        answer = { status: response.statusCode, headers: response.headers };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          received += chunk.length;
          options.onBytes?.(received, () => sent.destroy());
        });
        response.on('end', () => finish('complete'));
        response.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    sent.end(typeof body === 'string' ? body : JSON.stringify(body));
    options.onSent?.(sent);
  });
}

export function toJson(answer: RawAnswer) {
  return JSON.parse(answer.body.toString());
}
