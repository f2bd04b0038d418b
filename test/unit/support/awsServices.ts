/** AwsServices: local stand-ins for AWS STS, the SSO portal and SSO OIDC, on real sockets, which note what they are asked. */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Operation =
  | 'AssumeRole'
  | 'AssumeRoleWithWebIdentity'
  | 'GetCallerIdentity'
  | 'GetRoleCredentials'
  | 'CreateToken';

export interface ServiceRequest {
  readonly operation: Operation;
  /** Of the form, the query or the JSON body. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Of the signature; undefined for a call that nobody signs. */
  readonly accessKeyId: string | undefined;
  readonly bearerToken: string | undefined;
}

export type ServiceFault =
  | { readonly kind: 'error'; readonly status?: number; readonly code: string; readonly message?: string }
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  | { readonly kind: 'hang' };

/** What a wrong code of an MFA device meets. */
export const WRONG_CODE: ServiceFault = {
  kind: 'error',
  status: 403,
  code: 'AccessDenied',
  message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
};

export const IDENTITY = {
  accountId: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/ReadOnly/jane',
};

const HOUR_MS = 3600_000;

export class AwsServices implements AsyncDisposable {
  readonly requests: ServiceRequest[] = [];
  /** How long what is given out lasts. */
  lifeMs = HOUR_MS;
  /** The token that the portal knows. */
  bearerToken = 'made-up-token';
  private readonly faults = new Map<Operation, { readonly fault: ServiceFault; left: number }[]>();
  private readonly arrivals = new EventEmitter();
  private held: Promise<void> = Promise.resolve();
  private readonly server: Server;

  static async start(): Promise<AwsServices> {
    const services = new AwsServices();
    services.server.listen(0, '127.0.0.1');
    await once(services.server, 'listening');
    return services;
  }

  private constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What leads the SDK here. */
  get environment(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_STS: `${this.url}/sts`,
      AWS_ENDPOINT_URL_SSO: `${this.url}/sso`,
      AWS_ENDPOINT_URL_SSO_OIDC: `${this.url}/oidc`,
    };
  }

  /** The next calls of the operation, or all, meet this. */
  fail(operation: Operation, fault: ServiceFault, times = Number.POSITIVE_INFINITY): void {
    this.faults.set(operation, [...(this.faults.get(operation) ?? []), { fault, left: times }]);
  }

  heal(): void {
    this.faults.clear();
  }

  /** Answers nothing until the result is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.held = promise;
    return resolve;
  }

  /** Until the operation is called. */
  async waitFor(operation: Operation): Promise<void> {
    while (this.of(operation).length === 0) {
      await once(this.arrivals, 'arrived');
    }
  }

  of(operation: Operation): readonly ServiceRequest[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const read = await readRequest(request);
    this.requests.push(read);
    this.arrivals.emit('arrived');
    await this.held;
    const isQuery = read.operation !== 'GetRoleCredentials' && read.operation !== 'CreateToken';
    const fault = this.faults.get(read.operation)?.find(({ left }) => left > 0);
    if (fault !== undefined) {
      fault.left -= 1;
      answerFault(fault.fault, isQuery, response);
    } else if (read.operation === 'GetRoleCredentials' && read.bearerToken !== this.bearerToken) {
      answerFault({ kind: 'error', status: 401, code: 'UnauthorizedException' }, false, response);
    } else if (isQuery) {
      response.writeHead(200, { 'content-type': 'text/xml' });
      response.end(toXml(read, new Date(Date.now() + this.lifeMs)));
    } else {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(this.toJson(read)));
    }
  }

  private toJson({ operation, parameters }: ServiceRequest): object {
    if (operation === 'CreateToken') {
      this.bearerToken = 'made-up-renewed-token';
      return {
        accessToken: this.bearerToken,
        expiresIn: 3600,
        refreshToken: 'made-up-next',
        tokenType: 'Bearer',
      };
    }
    return {
      roleCredentials: {
        accessKeyId: toKeyId(parameters['role_name'] ?? ''),
        secretAccessKey: 'made-up-secret-key',
        sessionToken: 'made-up-session',
        expiration: Date.now() + this.lifeMs,
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** The key id tells the role that it is for. */
export function toKeyId(role: string): string {
  return `ASIA${role.toUpperCase()}`;
}

async function readRequest(request: IncomingMessage): Promise<ServiceRequest> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  const url = new URL(request.url ?? '', 'http://localhost');
  const [, service] = url.pathname.split('/');
  const parameters: Record<string, string> =
    service === 'oidc'
      ? JSON.parse(body)
      : Object.fromEntries(service === 'sso' ? url.searchParams : new URLSearchParams(body));
  const operation =
    service === 'sts' ? parameters['Action'] : service === 'sso' ? 'GetRoleCredentials' : 'CreateToken';
  return {
    operation: operation as Operation,
    parameters,
    accessKeyId: /Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1],
    bearerToken: request.headers['x-amz-sso_bearer_token'] as string | undefined,
  };
}

function answerFault(fault: ServiceFault, isQuery: boolean, response: ServerResponse): void {
  if (fault.kind === 'reply') {
    response.writeHead(fault.status, fault.headers);
    response.end(fault.body);
  } else if (fault.kind === 'error') {
    const { status = 400, code, message = 'No.' } = fault;
    if (isQuery) {
      response.writeHead(status, { 'content-type': 'text/xml' });
      response.end(
        `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1-2-3</RequestId></ErrorResponse>`,
      );
    } else {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
      response.end(JSON.stringify({ message }));
    }
  }
}

function toXml({ operation, parameters }: ServiceRequest, expiration: Date): string {
  const role = parameters['RoleArn']?.split('/').at(-1) ?? 'none';
  const result =
    operation === 'GetCallerIdentity'
      ? `<Arn>${IDENTITY.arn}</Arn><UserId>AROA:jane</UserId><Account>${IDENTITY.accountId}</Account>`
      : `<Credentials><AccessKeyId>${toKeyId(role)}</AccessKeyId><SecretAccessKey>made-up</SecretAccessKey>
<SessionToken>made-up</SessionToken><Expiration>${expiration.toISOString()}</Expiration></Credentials>`;
  return `<${operation}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${operation}Result>${result}</${operation}Result></${operation}Response>`;
}
