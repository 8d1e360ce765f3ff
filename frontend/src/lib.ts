/** What the library exports: the hooks, the services and the types of the wire. */

export { LiveContext, useLiveSession } from './hooks/useLive'
export * from './hooks/useRealTime'
export * from './services/dynamicAPI'
export * from './services/jobApplicationService'
export * from './services/liveCache'
export * from './services/liveSession'
export * from './services/queryKeys'
export * from './services/realTimeService'
export type * from './types/api'
export type * from './types/events'
