// ask: one question to Amazon Inspector and its answer. A request like one that was answered well is sent without the
// SDK's layers; what does not go well then is left to the SDK, which takes it for the first of its own attempts.

import type { IncomingMessage } from 'node:http';
import type { Inspector2Client, ListMembersCommand } from '@aws-sdk/client-inspector2';
import type { HttpRequest } from '@smithy/core/transport';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, HttpResponse } from '@smithy/types';
import { readBody } from './body.ts';
import { createRepeat, type Repeat } from './repeat.ts';

/** A command of which all input travels as JSON in the body. */
export interface Question {
  readonly Command: new (input: never) => object;
  readonly input: object;
}

/** What they ask differs, but not how it is sent, and the answer is taken before the SDK reads it. */
type SentCommand = ListMembersCommand;

/** How to repeat what was sent. Shared by all clients that send the same in the same way. */
export type Repeats = Map<Question['Command'], Repeat | undefined>;

/** A way to the service: a client, made once something goes through its layers, and what can be repeated without them. */
export class Route {
  readonly requestHandler: NodeHttpHandler;
  readonly repeats: Repeats;
  private readonly createClient: () => Inspector2Client;
  private client: Inspector2Client | undefined;

  constructor(requestHandler: NodeHttpHandler, repeats: Repeats, createClient: () => Inspector2Client) {
    this.requestHandler = requestHandler;
    this.repeats = repeats;
    this.createClient = createClient;
  }

  getClient(): Inspector2Client {
    this.client ??= this.createClient();
    return this.client;
  }

  /** Milliseconds that the clock of the service is ahead, as far as the client has found out. */
  get clockOffset(): number {
    return this.client?.config.systemClockOffset ?? 0;
  }
}

export interface Reply {
  readonly response: HttpResponse;
  /** All of it. */
  readonly body: Uint8Array;
}

export interface Exchange {
  /** Its status is below 300; everything else is rejected, with what the SDK throws. */
  readonly reply: Promise<Reply>;
  /** Requests sent so far. */
  countAttempts(): number;
}

export function ask(
  route: Route,
  { Command, input }: Question,
  credentials: AwsCredentialIdentity,
  signal: AbortSignal,
): Exchange {
  let attempts = 0;
  const receive = async (sending: Promise<{ readonly response: unknown }>): Promise<Reply> => {
    attempts += 1;
    const response = (await sending).response as HttpResponse;
    return { response, body: await readBody(response.body as IncomingMessage, signal) };
  };

  /** `before` is what a request came to that the SDK does not know of: the outcome of its first attempt. */
  const sendWithSdk = async (before: Promise<Reply> | undefined): Promise<Reply> => {
    const command = new Command(input as never) as SentCommand;
    const pending = [before];
    let reply: Reply | undefined;
    // Takes the body away before the SDK's deserialiser, which drops scan types that it does not know, does no
    // checks, and costs more than parsing the body. Bodies of errors stay for it, as far as they fit.
    command.middlewareStack.add(
      (next) => async (args) => {
        reply = await (pending.pop() ?? receive(next(args)));
        const { response, body } = reply;
        if (isGood(reply) && attempts === 1) {
          route.repeats.set(Command, createRepeat(args.request as HttpRequest));
        }
        return { response: Object.assign(response, { body: isGood(reply) ? NOTHING : body }) };
      },
      { step: 'deserialize', priority: 'low', name: 'takeBody' },
    );
    await route.getClient().send(command, { abortSignal: signal });
    return reply as unknown as Reply;
  };

  const send = async (): Promise<Reply> => {
    const at = new Date(Date.now() + route.clockOffset);
    const request = route.repeats.get(Command)?.(JSON.stringify(input), credentials, at);
    if (request === undefined) {
      return sendWithSdk(undefined);
    }
    const first = receive(route.requestHandler.handle(request, { abortSignal: signal }));
    const reply = await first.catch(() => undefined);
    return reply !== undefined && isGood(reply) ? reply : sendWithSdk(first);
  };

  return { reply: send(), countAttempts: () => attempts };
}

const NOTHING = new Uint8Array(0);

function isGood({ response }: Reply): boolean {
  return response.statusCode < 300;
}
