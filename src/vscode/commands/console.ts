// openConsole: shows Amazon Inspector in the AWS console, with the identity that the accounts are read with where it can.

import { env, l10n, type Uri } from 'vscode';
import type { AwsConnection } from '../../core/ports.ts';
import { toConsoleUrl, toPortalUrl } from '../../core/regions.ts';
import type { Place } from '../../core/rows/rows.ts';
import { chooseOne } from '../inputs/inputs.ts';
import { showNotification } from '../outlets.ts';

/** In the Region of the row, or in one of its Regions that the person picks. */
export async function openConsole(
  places: readonly Place[],
  openConnection: () => Promise<AwsConnection>,
): Promise<void> {
  const regions = places.flatMap(({ reading }) => reading.region ?? []);
  const choices = regions.map((value) => ({ value, label: value }));
  const region = await chooseOne({ title: l10n.t('Open in AWS Console') }, l10n.t('Region'), choices);
  const profile = places[0]?.reading.scope.profile;
  if (region === undefined || profile === undefined) {
    return;
  }
  const url = toConsoleUrl(region);
  if (url === undefined) {
    void showNotification('warning', l10n.t('The address of the AWS console is not known for {0}.', region));
    return;
  }
  const access = await (await openConnection()).readConsoleAccess(profile);
  await openPage((access && toPortalUrl(access, url)) ?? url);
}

/**
 * As text, which is passed on as it is: what VS Code makes of a Uri has other characters encoded, and no portal
 * understands that. https://github.com/microsoft/vscode/issues/85930
 */
async function openPage(url: string): Promise<void> {
  await env.openExternal(url as unknown as Uri);
}
