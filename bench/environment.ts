/** The environment that a measurement runs in: credentials that are nobody's, and no AWS file of this machine. */
import { devNull } from 'node:os';

export const REGION = 'us-east-1';

export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** This process's environment, with AWS settings that are the same on every machine. */
export function toMeasuredEnvironment(): NodeJS.ProcessEnv {
  const withoutAws = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(withoutAws),
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Gives this process that environment too. */
export function useMeasuredEnvironment(): void {
  const environment = toMeasuredEnvironment();
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) {
      delete process.env[name];
    }
  }
  Object.assign(process.env, environment);
}
