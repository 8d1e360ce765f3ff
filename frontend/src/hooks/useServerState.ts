/** Server state beyond the six live hooks: each hook reads one part of the query cache. */
import { type QueryKey, useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'

import { dynamicAPI, type JobFilter } from 'services/dynamicAPI'
import { jobApplicationService } from 'services/jobApplicationService'
import { type LiveStep, type Notification, putBatch } from 'services/liveCache'
import { withLiveStep, withLiveSteps } from 'services/liveSteps'
import { queryKeys as keys } from 'services/queryKeys'
import type { ApplicationDetail, Batch, BatchDetail, Interview, Job } from 'types/api'
import { useLiveSession } from './useLive'

/** How many jobs one page of the list holds. */
export const JOBS_PER_PAGE = 50

/** Who is logged in; an error of status 401 means nobody. */
export function useMe() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.me, queryFn: ({ signal }) => dynamicAPI.me(signal), staleTime: Infinity }, client)
}

export function useProfile() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.profile, queryFn: ({ signal }) => dynamicAPI.profile(signal) }, client)
}

/** What the person said about jobs, the newest first. */
export function useFeedback() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.feedback, queryFn: ({ signal }) => dynamicAPI.feedback(signal) }, client)
}

/** Which missing skill would bring the most good matches. Counted anew whenever it is looked at. */
export function useWhatIf() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.whatIf, queryFn: ({ signal }) => dynamicAPI.whatIf(signal), staleTime: 0 }, client)
}

export function useAnswers() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.answers, queryFn: ({ signal }) => dynamicAPI.answers(signal) }, client)
}

/** Jobs that fit the filter, page after page. */
export function useJobs(filter: JobFilter) {
  const { client } = useLiveSession()
  const query = useInfiniteQuery(
    {
      queryKey: keys.jobList(filter),
      queryFn: ({ pageParam, signal }) =>
        dynamicAPI.jobs({ ...filter, limit: JOBS_PER_PAGE, cursor: pageParam }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => page.next_cursor,
      // While a new filter is read the old list stays, dimmed, rather than flashing away.
      placeholderData: (previous) => previous,
    },
    client,
  )
  const jobs: Job[] = query.data?.pages.flatMap((page) => page.items) ?? []
  return { ...query, jobs }
}

export function useJob(id: string | null) {
  const { client } = useLiveSession()
  return useQuery(
    {
      queryKey: keys.job(id ?? ''),
      enabled: id !== null,
      queryFn: ({ signal }) => dynamicAPI.job(id ?? '', signal),
    },
    client,
  )
}

export function useSources() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.sources, queryFn: ({ signal }) => dynamicAPI.sources(signal) }, client)
}

export function useApplicationDetail(id: string) {
  const { client } = useLiveSession()
  return useQuery(
    {
      queryKey: keys.application(id),
      queryFn: async ({ signal }): Promise<ApplicationDetail> => {
        const detail = await jobApplicationService.get(id, signal)
        const shown = client.getQueryData<ApplicationDetail>(keys.application(id))
        return { ...detail, application: withLiveStep(shown?.application, detail.application) }
      },
    },
    client,
  )
}

/** The documents that will be sent beside the profile; read again when the content changes. */
export function useReview(id: string, sha256: string | null) {
  const { client } = useLiveSession()
  return useQuery(
    {
      queryKey: [...keys.review(id), sha256],
      queryFn: ({ signal }) => jobApplicationService.review(id, signal),
    },
    client,
  )
}

/** The batches, newest first. */
export function useBatches() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.batches, queryFn: ({ signal }) => jobApplicationService.batches(signal) }, client)
}

export function useBatch(id: string) {
  const { client } = useLiveSession()
  return useQuery(
    {
      queryKey: keys.batch(id),
      queryFn: async ({ signal }): Promise<BatchDetail> => {
        const detail = await jobApplicationService.batch(id, signal)
        const shown = client.getQueryData<BatchDetail>(keys.batch(id))
        return { ...detail, applications: withLiveSteps(shown?.applications, detail.applications) }
      },
    },
    client,
  )
}

/** Pauses a batch that goes on, and goes on with one that is paused. */
export function usePauseBatch(batch: Batch) {
  const { client } = useLiveSession()
  return useAct(
    () => (batch.paused_at ? jobApplicationService.resumeBatch(batch.id) : jobApplicationService.pauseBatch(batch.id)),
    {
      changes: [keys.batch(batch.id), keys.applications],
      onDone: (after) => putBatch(client, after),
    },
  )
}

export function useAutopilot() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.autopilot, queryFn: ({ signal }) => dynamicAPI.autopilot(signal) }, client)
}

export function useAutopilotLog() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.autopilotLog, queryFn: ({ signal }) => dynamicAPI.autopilotLog(signal) }, client)
}

export function useRunSteps(id: string) {
  const { client } = useLiveSession()
  return useQuery(
    { queryKey: keys.steps(id), queryFn: ({ signal }) => jobApplicationService.steps(id, signal) },
    client,
  )
}

/** The latest live step of a run, as events tell it. Nothing is fetched. */
export function useLiveStep(id: string): LiveStep | null {
  const { client } = useLiveSession()
  const query = useQuery<LiveStep | null>(
    { queryKey: keys.liveStep(id), queryFn: () => null, enabled: false, staleTime: Infinity },
    client,
  )
  return query.data ?? null
}

/** What the system said since the page was opened. */
export function useNotifications(): Notification[] {
  const { client } = useLiveSession()
  const query = useQuery<Notification[]>(
    { queryKey: keys.notifications, queryFn: () => [], enabled: false, staleTime: Infinity },
    client,
  )
  return query.data ?? []
}

export function useObservations() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.observations, queryFn: ({ signal }) => dynamicAPI.observations(signal) }, client)
}

export function useMailboxes() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.mailboxes, queryFn: ({ signal }) => dynamicAPI.mailboxes(signal) }, client)
}

export function useInterviews() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.interviews, queryFn: ({ signal }) => dynamicAPI.interviews(signal) }, client)
}

export function useTokens() {
  const { client } = useLiveSession()
  return useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => dynamicAPI.tokens(signal) }, client)
}

/** One thing a person does to the server; afterwards the named parts of the cache are read again. */
export function useAct<Input, Output>(
  act: (input: Input) => Promise<Output>,
  options: {
    changes?: readonly QueryKey[]
    onDone?: (output: Output, input: Input) => void
    onError?: (error: Error) => void
  } = {},
) {
  const { client } = useLiveSession()
  return useMutation<Output, Error, Input>(
    {
      mutationFn: act,
      onSuccess: (output, input) => {
        options.onDone?.(output, input)
        for (const queryKey of options.changes ?? []) void client.invalidateQueries({ queryKey })
      },
      onError: options.onError,
    },
    client,
  )
}

/** Interviews that are still to come, soonest first. */
export function upcoming<T extends Interview>(interviews: readonly T[], now: number): T[] {
  return interviews
    .filter((interview) => !interview.cancelled && Date.parse(interview.ends_at ?? interview.starts_at) > now)
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
}
