import { DateTime } from 'luxon';
import type { BackupJob, CopyJob, Job, JobItem, Schedule } from '../world/records.js';
import { links, versioned, wireTime } from './view.js';
import type { Json, View } from './view.js';

export function backupJob(view: View, job: BackupJob): Json {
  const path = `Jobs/${job.id}`;
  return {
    ...common(view, job),
    description: job.description,
    backupType: job.backupType,
    schedulePolicy: jobSchedule(view, job),
    _links: links(view, {
      self: path,
      organization: `Organizations/${job.organization.id}`,
      backupRepository: `BackupRepositories/${job.repository.id}`,
      // Version 7 no longer answers this link, yet prints it.
      jobsessions: view.version < 8 ? `${path}/JobSessions` : `JobSessions?jobId=${job.id}`,
      selectedItems: `${path}/SelectedItems`,
      excludedItems: `${path}/ExcludedItems`,
      copyJob: view.world.copyJobs.some(({ source }) => source === job) ? `${path}/CopyJob` : undefined,
    }),
  };
}

export function copyJob(view: View, job: CopyJob): Json {
  return {
    ...common(view, job),
    backupJobId: job.source.id,
    schedulePolicy: copySchedule(job.schedule),
    _links: links(view, {
      self: `CopyJobs/${job.id}`,
      backupJob: `Jobs/${job.source.id}`,
      backupRepository: `BackupRepositories/${job.repository.id}`,
      jobsessions: view.version < 8 ? `Jobs/${job.id}/JobSessions` : `JobSessions?jobId=${job.id}`,
    }),
  };
}

export function jobItem(view: View, job: BackupJob, item: JobItem): Json {
  const self = links(view, { self: `Jobs/${job.id}/SelectedItems/${item.id}` });
  return { id: item.id, type: item.type, _links: self, ...itemDetails(item) };
}

function common(view: View, job: Job): Json {
  return {
    id: job.id,
    name: job.name,
    repositoryId: job.repository.id,
    lastRun: wireTime(job.lastRun),
    nextRun: wireTime(job.nextRun),
    isEnabled: job.isEnabled,
    lastStatus: job.lastStatus,
    ...versioned(view, 7, 8, { lastBackup: wireTime(job.lastBackup) }),
    ...versioned(view, 8, 8, { organizationId: job.organization.id, eTag: job.eTag }),
  };
}

function jobSchedule(view: View, { schedule, retries }: BackupJob): Json {
  return {
    scheduleEnabled: schedule.type !== 'ManualOnly',
    backupWindowEnabled: false,
    type: schedule.type,
    ...timing(schedule),
    ...(schedule.type === 'Periodically' && schedule.every === 'Hours1' ? hourlyWindow(view) : {}),
    retryEnabled: retries !== null,
    ...(retries === null ? {} : { retryNumber: retries, retryWaitInterval: 10 }),
  };
}

function copySchedule(schedule: Schedule): Json {
  const type = schedule.type === 'Daily' ? 'DailyAtTime' : schedule.type;
  return { type, ...timing(schedule), backupCopyWindowEnabled: false };
}

function timing(schedule: Schedule): Json {
  switch (schedule.type) {
    case 'Daily':
      return { dailyType: schedule.days, dailyTime: schedule.time };
    case 'Periodically':
      return { periodicallyEvery: schedule.every };
    default:
      return {};
  }
}

/** An hourly job that leaves out the nights: 7 days of 24 hours, from Sunday. */
function hourlyWindow(view: View): Json {
  const backupWindow = Array.from({ length: 168 }, (_, hour) => hour % 24 >= 1);
  const minuteOffset = DateTime.fromMillis(view.world.now(), { zone: view.world.zone }).offset;
  return {
    ...versioned(view, 8, 8, { periodicallyWindowEnabled: true }),
    periodicallyWindowSettings: { backupWindow, minuteOffset },
    periodicallyOffsetMinutes: 0,
  };
}

function itemDetails({ id, type, name, mail }: JobItem): Json {
  switch (type) {
    case 'User':
      return {
        user: { id, displayName: name, name: mail, type: 'User', locationType: 'Cloud' },
        mailbox: true,
        oneDrive: true,
        archiveMailbox: false,
        personalSite: true,
      };
    case 'Group':
      return {
        group: { id, displayName: name, name: mail, type: 'Office365', locationType: 'Cloud' },
        members: true,
        memberMailbox: true,
        memberArchiveMailbox: false,
        memberOnedrive: true,
        memberSite: true,
        groupSite: true,
      };
    case 'Site':
      return {
        site: {
          id,
          url: `https://tenant.sharepoint.example/sites/${encodeURIComponent(name)}`,
          name,
          title: name,
          isCloud: true,
          isPersonal: false,
        },
      };
    case 'Team':
      return { team: { id, displayName: name, mail, description: '' } };
    case 'PersonalSites':
      return {};
  }
}
