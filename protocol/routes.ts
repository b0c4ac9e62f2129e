/* eslint-disable max-lines -- a table: one entry for every call */
import { z } from 'zod'
import type { ErrorCode } from './errors.js'
import { explanation } from './explanation.js'
import { choice } from './messages.js'
import { policy, policyPatch } from './policy.js'
import { presence, statusDefinition, timelineSpan } from './presence.js'
import * as history from './history.js'
import * as rest from './rest.js'
import type { Role } from './vocabulary.js'

/**
 * Every REST call, once. The server mounts handlers by these names, the OpenAPI document is generated from them,
 * so neither can have a call that the other lacks.
 */
export interface Route {
  readonly method: 'get' | 'put' | 'post' | 'patch' | 'delete'
  readonly path: string
  readonly summary: string
  /** Roles that may call; `self` means the agent whose id is in the path. `[]` means anybody with a token. */
  readonly who: readonly (Role | 'self')[]
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** Types of the answer; default JSON. */
  readonly media?: readonly string[]
  readonly answers: Readonly<Record<number, z.ZodType | null>>
  readonly errors: readonly ErrorCode[]
}

const presenceAnswer = presence
const statuses = z.object({ items: z.array(statusDefinition) })
const statusAnswer = z.object({ ...statusDefinition.shape, warnings: z.array(z.string()).optional() })
const teamPolicy = z.object({ overrides: policyPatch, effective: policy })

export const ROUTES = {
  me: {
    method: 'get',
    path: '/v1/me',
    summary: 'Who the token says is asking: for pages whose token is in a cookie that they cannot read',
    who: [],
    answers: { 200: rest.me },
    errors: [],
  },
  putAgent: {
    method: 'put',
    path: '/v1/agents/{id}',
    summary: "Create an agent's profile, or change the fields given (null clears)",
    who: ['admin', 'service'],
    params: rest.agentParams,
    body: rest.profileChange,
    answers: { 200: rest.agentProfile, 201: rest.agentProfile },
    errors: ['unknown_status'],
  },
  getAgent: {
    method: 'get',
    path: '/v1/agents/{id}',
    summary: "An agent's profile",
    who: ['admin', 'service', 'supervisor'],
    params: rest.agentParams,
    answers: { 200: rest.agentProfile },
    errors: ['not_found'],
  },
  deleteAgent: {
    method: 'delete',
    path: '/v1/agents/{id}',
    summary: 'Sign the agent out everywhere and forget',
    who: ['admin', 'service'],
    params: rest.agentParams,
    answers: { 204: null },
    errors: ['not_found'],
  },
  listAgents: {
    method: 'get',
    path: '/v1/agents',
    summary: 'A page of presences',
    who: ['supervisor', 'service'],
    query: rest.agentsQuery,
    answers: { 200: rest.agentsPage },
    errors: [],
  },
  listProfiles: {
    method: 'get',
    path: '/v1/profiles',
    summary: 'A page of profiles by name, each with the presence of now',
    who: ['admin'],
    query: rest.profilesQuery,
    answers: { 200: rest.profilesPage },
    errors: [],
  },
  getPresence: {
    method: 'get',
    path: '/v1/agents/{id}/presence',
    summary: "An agent's presence, with its version as ETag",
    who: ['self', 'supervisor', 'service'],
    params: rest.agentParams,
    answers: { 200: presenceAnswer },
    errors: ['not_found'],
  },
  setPresence: {
    method: 'put',
    path: '/v1/agents/{id}/presence',
    summary: 'Choose a status; If-Match makes it conditional',
    who: ['self', 'supervisor', 'service'],
    params: rest.agentParams,
    body: choice,
    answers: { 200: presenceAnswer },
    errors: ['not_found', 'not_signed_in', 'unknown_status', 'not_selectable', 'version_mismatch'],
  },
  resetPresence: {
    method: 'post',
    path: '/v1/agents/{id}/presence/reset',
    summary: 'Clear a hold; harmless when there is none',
    who: ['self', 'supervisor', 'service'],
    params: rest.agentParams,
    answers: { 200: presenceAnswer },
    errors: ['not_found'],
  },
  signOut: {
    method: 'post',
    path: '/v1/agents/{id}/sign-out',
    summary: 'End the session in all tabs',
    who: ['self', 'supervisor'],
    params: rest.agentParams,
    answers: { 200: presenceAnswer },
    errors: ['not_found'],
  },
  explain: {
    method: 'get',
    path: '/v1/agents/{id}/presence/explain',
    summary: 'The verdict, every rule with its inputs, and what would change it',
    who: ['self', 'supervisor'],
    params: rest.agentParams,
    answers: { 200: explanation },
    errors: ['not_found'],
  },
  timeline: {
    method: 'get',
    path: '/v1/agents/{id}/timeline',
    summary: 'Spans of status without a gap, newest first',
    who: ['self', 'supervisor'],
    params: rest.agentParams,
    query: rest.timelineQuery,
    answers: { 200: z.object({ items: z.array(timelineSpan), next: z.string().optional() }) },
    errors: ['not_found'],
  },
  batchGet: {
    method: 'post',
    path: '/v1/presence/batch-get',
    summary: 'Up to 1,000 presences, one answer each, in order',
    who: ['supervisor', 'service'],
    body: rest.batchGet,
    answers: { 200: rest.batchAnswer },
    errors: [],
  },
  batchSet: {
    method: 'post',
    path: '/v1/presence/batch-set',
    summary: 'Up to 1,000 choices, one answer each, in order; some may fail',
    who: ['supervisor', 'service'],
    body: rest.batchSet,
    answers: { 200: rest.batchAnswer },
    errors: [],
  },
  putWorkItem: {
    method: 'put',
    path: '/v1/agents/{id}/work-items/{itemId}',
    summary: 'Report a work item: offered, accepted or in wrap-up',
    who: ['service'],
    params: rest.itemParams,
    body: rest.workReport,
    answers: { 200: rest.workAnswer, 201: rest.workAnswer },
    errors: ['not_found', 'not_routable', 'session_limit', 'conflict'],
  },
  listWorkItems: {
    method: 'get',
    path: '/v1/agents/{id}/work-items',
    summary: 'What holds the capacity, oldest first',
    who: ['self', 'supervisor', 'service'],
    params: rest.agentParams,
    answers: { 200: rest.workList },
    errors: ['not_found'],
  },
  deleteWorkItem: {
    method: 'delete',
    path: '/v1/agents/{id}/work-items/{itemId}',
    summary: 'Closed, resolved, cancelled, rerouted or transferred away',
    who: ['service'],
    params: rest.itemParams,
    answers: { 200: z.object({ presence }) },
    errors: ['not_found'],
  },
  missOffer: {
    method: 'post',
    path: '/v1/agents/{id}/work-items/{itemId}/missed',
    summary: 'Nobody answered the offer',
    who: ['service'],
    params: rest.itemParams,
    answers: { 200: z.object({ presence }) },
    errors: ['not_found', 'conflict'],
  },
  rejectOffer: {
    method: 'post',
    path: '/v1/agents/{id}/work-items/{itemId}/rejected',
    summary: 'The agent said no',
    who: ['service', 'self'],
    params: rest.itemParams,
    answers: { 200: z.object({ presence }) },
    errors: ['not_found', 'conflict', 'not_rejectable'],
  },
  transferWorkItem: {
    method: 'post',
    path: '/v1/agents/{id}/work-items/{itemId}/transfer',
    summary: 'Move an item: both agents in one atomic step, or neither',
    who: ['service'],
    params: rest.itemParams,
    body: rest.transfer,
    answers: { 200: rest.transferAnswer },
    errors: ['not_found', 'conflict', 'session_limit'],
  },
  listStatuses: {
    method: 'get',
    path: '/v1/statuses',
    summary: 'The catalogue, built-ins first',
    who: [],
    answers: { 200: statuses },
    errors: [],
  },
  putStatus: {
    method: 'put',
    path: '/v1/statuses/{id}',
    summary: 'Define or change a status; built-ins can only be relabelled',
    who: ['admin'],
    params: rest.statusParams,
    body: rest.statusChange,
    answers: { 200: statusAnswer, 201: statusAnswer },
    errors: ['protected'],
  },
  archiveStatus: {
    method: 'delete',
    path: '/v1/statuses/{id}',
    summary: 'Archive a status; agents in it turn to the built-in of its base',
    who: ['admin'],
    params: rest.statusParams,
    answers: { 200: statusAnswer },
    errors: ['not_found', 'protected'],
  },
  previewStatus: {
    method: 'post',
    path: '/v1/statuses/{id}/preview',
    summary: 'Which agents would change if the status were put like this, or archived; nothing is written',
    who: ['admin'],
    params: rest.statusParams,
    body: rest.statusPreview,
    answers: { 200: rest.preview },
    errors: ['not_found', 'protected'],
  },
  getPolicy: {
    method: 'get',
    path: '/v1/policy',
    summary: 'Policy of the organisation',
    who: ['supervisor', 'admin'],
    answers: { 200: policy },
    errors: [],
  },
  patchPolicy: {
    method: 'patch',
    path: '/v1/policy',
    summary: 'Change settings; every agent touched is decided again at once',
    who: ['admin'],
    body: policyPatch,
    answers: { 200: policy },
    errors: ['unknown_status'],
  },
  previewPolicy: {
    method: 'post',
    path: '/v1/policy/preview',
    summary: 'Which agents would change by such a policy; nothing is written',
    who: ['admin'],
    body: rest.policyPreview,
    answers: { 200: rest.preview },
    errors: ['unknown_status'],
  },
  listTeams: {
    method: 'get',
    path: '/v1/teams',
    summary: 'Teams that have agents or settings of their own',
    who: ['admin'],
    answers: { 200: rest.teamsList },
    errors: [],
  },
  getTeamPolicy: {
    method: 'get',
    path: '/v1/teams/{team}/policy',
    summary: "A team's overrides and what they lead to",
    who: ['supervisor', 'admin'],
    params: rest.teamParams,
    answers: { 200: teamPolicy },
    errors: [],
  },
  putTeamPolicy: {
    method: 'put',
    path: '/v1/teams/{team}/policy',
    summary: "Replace a team's overrides: what is not given is inherited again",
    who: ['admin'],
    params: rest.teamParams,
    body: policyPatch,
    answers: { 200: teamPolicy },
    errors: ['unknown_status'],
  },
  patchTeamPolicy: {
    method: 'patch',
    path: '/v1/teams/{team}/policy',
    summary: 'Override settings for a team',
    who: ['admin'],
    params: rest.teamParams,
    body: policyPatch,
    answers: { 200: teamPolicy },
    errors: ['unknown_status'],
  },
  deleteTeamPolicy: {
    method: 'delete',
    path: '/v1/teams/{team}/policy',
    summary: "Drop all of a team's overrides",
    who: ['admin'],
    params: rest.teamParams,
    answers: { 204: null },
    errors: [],
  },
  roomSummary: {
    method: 'get',
    path: '/v1/rooms/{room}/summary',
    summary: 'Counts by status, base and connection',
    who: ['supervisor', 'service'],
    params: rest.roomParams,
    answers: { 200: rest.summary },
    errors: [],
  },
  roomLastHour: {
    method: 'get',
    path: '/v1/rooms/{room}/last-hour',
    summary: 'Counts by base, minute by minute, as the node that answers saw them',
    who: ['supervisor', 'service'],
    params: rest.roomParams,
    answers: { 200: rest.lastHour },
    errors: [],
  },
  events: {
    method: 'get',
    path: '/v1/events',
    summary: 'Every change as it happens, as server-sent events; resumes with Last-Event-ID',
    who: ['service', 'supervisor'],
    query: history.eventsQuery,
    media: ['text/event-stream'],
    answers: { 200: history.changeEvent },
    errors: ['gone'],
  },
  timeInStatus: {
    method: 'get',
    path: '/v1/reports/time-in-status',
    summary: 'ms in each status and base, in all and for each agent',
    who: ['supervisor'],
    query: history.reportQuery,
    media: ['application/json', 'text/csv'],
    answers: { 200: history.timeReport },
    errors: ['not_found'],
  },
} as const satisfies Record<string, Route>
export type RouteName = keyof typeof ROUTES
