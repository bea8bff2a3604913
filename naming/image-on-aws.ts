import { registryOf, repositoryOf, type Account } from "./aws";

/** An application's image in the account's registry. @param app first part of every default name, from the map. */
export const imageOnAws = (account: Account, app: string, application: string, tag: string): string =>
  `${registryOf(account)}/${repositoryOf(app, application)}:${tag}`;
