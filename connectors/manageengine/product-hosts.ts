/** Where the products of each data centre answer. Facts: §2.1; a static, reviewed table, since one vendor page misprints hosts. */

type Product = 'endpointCentral' | 'mobileDeviceManager' | 'serviceDesk';

interface DataCentre {
  label: string;
  accounts: string;
  products: Record<Product, string>;
}

const centre = (label: string, accounts: string, domain: string, serviceDesk: string): DataCentre => ({
  label,
  accounts,
  products: {
    endpointCentral: `endpointcentral.manageengine.${domain}`,
    mobileDeviceManager: `mdm.manageengine.${domain}`,
    serviceDesk,
  },
});

/** The five of the vendor's manual first, then the newer ones. */
export const dataCentres: readonly DataCentre[] = [
  centre('USA', 'accounts.zoho.com', 'com', 'sdpondemand.manageengine.com'),
  centre('Europe', 'accounts.zoho.eu', 'eu', 'sdpondemand.manageengine.eu'),
  centre('India', 'accounts.zoho.in', 'in', 'sdpondemand.manageengine.in'),
  centre('China', 'accounts.zoho.com.cn', 'cn', 'servicedeskplus.cn'),
  centre('Australia', 'accounts.zoho.com.au', 'com.au', 'servicedeskplus.net.au'),
  centre('Japan', 'accounts.zoho.jp', 'jp', 'servicedeskplus.jp'),
  centre('Canada', 'accounts.zohocloud.ca', 'ca', 'servicedeskplus.ca'),
  centre('Saudi Arabia', 'accounts.zoho.sa', 'sa', 'servicedeskplus.sa'),
  centre('United Kingdom', 'accounts.zoho.uk', 'uk', 'servicedeskplus.uk'),
];

/**
 * The accounts server of the person who signed in: the vendor names it in the redirect, and a data centre of somebody
 * else answers to no code and no token of theirs (facts §2.2).
 */
export const accountsServer = "callback['accounts-server'] | first_of(fields.customerDomain) | origin";

/**
 * Template of a product's address: the credential's own host where it has one (custom domains), else the one beside
 * the accounts server. An accounts server that is not in the table stands for all products, as in a test set-up.
 */
export function makeHostTemplate(product: Product, ownHostKey: string): string {
  const pairs = dataCentres.map(
    ({ accounts, products }) => `'https://${accounts}', 'https://${products[product]}'`,
  );
  return `{{ fields.${ownHostKey} | first_of(${accountsServer} | map_values(${pairs.join(', ')})) | origin }}`;
}
