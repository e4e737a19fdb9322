import type { Appliance } from './appliance.js';
import { extendedTypeOf } from './history.js';
import { sessionId } from './ids.js';
import { conflict } from './problem.js';
import type { PolicyRecord, SessionRecord } from './records.js';
import { reasonFor, statusOf } from './sessions.js';

/** Begins a run of the policy; refused while one is under way. */
export function startPolicy(appliance: Appliance, policy: PolicyRecord): SessionRecord {
  if (runningSessionOf(appliance, policy)) throw conflict(`The policy "${policy.name}" is already running.`);
  return begin(appliance, {
    type: 'Policy',
    extendedType: extendedTypeOf(policy),
    name: policy.name,
    policyId: policy.id,
  });
}

/** Ends the run that is under way, if there is one. */
export function stopPolicy(appliance: Appliance, policy: PolicyRecord): void {
  const running = runningSessionOf(appliance, policy);
  if (running) stopSession(appliance, running);
}

/** A running session ends now, as canceled, and so does what runs on its behalf; a finished one stays as it is. */
export function stopSession(appliance: Appliance, session: SessionRecord): void {
  if (statusOf(session, appliance.now) !== 'Running') return;
  session.end = appliance.now;
  session.outcome = 'Canceled';
  session.reason = reasonFor('Canceled', session.usn);
  for (const child of appliance.childrenOf(session)) stopSession(appliance, child);
}

export function setEnabled(appliance: Appliance, policy: PolicyRecord, enabled: boolean): void {
  policy.enabled = enabled;
  policy.usn = appliance.nextUsn();
}

/** Begins a rescan that no policy asked for. */
export function startRescan(appliance: Appliance, name: string): SessionRecord {
  return begin(appliance, { type: 'ManualTask', extendedType: '', name, policyId: null });
}

function runningSessionOf(appliance: Appliance, policy: PolicyRecord): SessionRecord | undefined {
  return appliance
    .sessionsOfPolicy(policy.id)
    .findLast((session) => statusOf(session, appliance.now) === 'Running');
}

function begin(
  appliance: Appliance,
  what: Pick<SessionRecord, 'type' | 'extendedType' | 'name' | 'policyId'>,
): SessionRecord {
  const { now, settings, random, world } = appliance;
  const session: SessionRecord = {
    ...what,
    id: sessionId(random),
    usn: world.sessions.length + 1,
    parentId: null,
    start: now,
    end: now + settings.workSeconds * 1000,
    outcome: settings.workOutcome,
    reason: reasonFor(settings.workOutcome, world.sessions.length),
  };
  appliance.addSession(session);
  return session;
}
