import { stringify } from 'yaml';
import type { FleetMember } from './start-fleet.js';

/** The environment variable that holds the password of all simulated servers. */
export const PASSWORD_VARIABLE = 'SIMULATORS_PASSWORD';

/** A gateway.yaml for the fleet, ready to use; the password stays in the environment. */
export function gatewayYaml(members: readonly FleetMember[], username: string): string {
  const servers = members.map(({ server, url }) => ({
    key: server.key,
    name: server.name,
    product: server.kind.product,
    url,
    username,
    password: `\${env:${PASSWORD_VARIABLE}}`,
    tags: { site: server.site, tenant: server.tenant },
  }));
  const heading = `# Simulated servers. Set ${PASSWORD_VARIABLE} to their password, which is "simulated" by default.\n`;
  return heading + stringify({ servers });
}
