/** Made-up AWS services that the SDK in this process finds by its environment, until they are stopped. */
import { delimiter } from 'node:path';
import { AwsServices } from '../unit/support/awsServices.ts';

export interface ServicesInEnvironment {
  readonly services: AwsServices;
  /** Ends them, and gives the environment back as it was. */
  stop(): Promise<void>;
}

/** `programs`: a folder that programs are looked for in first. */
export async function startServicesInEnvironment(programs?: string): Promise<ServicesInEnvironment> {
  const services = await AwsServices.start();
  const earlier = { ...process.env };
  const path = process.env['PATH'];
  const changed: NodeJS.ProcessEnv = {
    ...services.environment,
    ...(programs === undefined ? {} : { PATH: `${programs}${delimiter}${path}` }),
  };
  Object.assign(process.env, changed);
  return {
    services,
    async stop() {
      for (const name of Object.keys(changed)) {
        const value = earlier[name];
        if (value === undefined) {
          delete process.env[name];
        } else {
          process.env[name] = value;
        }
      }
      await services[Symbol.asyncDispose]();
    },
  };
}
