/* Generated from the server's OpenAPI document by web/api-client.ts. Do not edit. */
import { call } from './http.ts';

export type ExportJournalAnswer = string
export type StreamAnswer = string
export type SendSignalsBody = ({
/**
 * Unique within the source
 */
id: string
source: string
atm?: string
site?: string
code: string
state: ("raised" | "cleared")
/**
 * ISO 8601 with offset
 */
at: string
detail?: {
[k: string]: unknown
}
} | {
/**
 * Unique within the source
 */
id: string
source: string
atm?: string
site?: string
code: string
state: ("raised" | "cleared")
/**
 * ISO 8601 with offset
 */
at: string
detail?: {
[k: string]: unknown
}
}[])
export type CommandWarningBody = ({
command: "triage"
grade: ("general" | "major")
reason: string
} | {
command: "withdraw"
reason: string
} | {
command: "split"
atms: string[]
reason: string
} | {
command: "reclassify"
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
reason: string
} | {
command: "close"
reason: string
})
export type CommandItemBody = ({
command: "receive"
quantity: number
serials?: string[]
note?: string
} | {
command: "issue"
quantity: number
incident?: string
task?: string
mode?: ("live" | "drill")
note?: string
} | {
command: "return"
issue: string
quantity: number
serials?: string[]
condition?: ("good" | "worn" | "broken")
checked?: string[]
missing?: string[]
note?: string
} | {
command: "count"
counted: number
note: string
} | {
command: "describe"
minimum?: number
attributes?: {
/**
 * text, number, date or list of texts, as the kind says
 */
[k: string]: {
[k: string]: unknown
}
}
})
export type CommandIncidentBody = ({
command: "acknowledge"
person: string
note?: string
} | {
command: "appoint"
group: string
person: {
id: string
name: string
}
} | {
command: "accept-appointment"
group: string
} | {
command: "decline-appointment"
group: string
reason: string
} | {
command: "start-task"
task: string
machines?: string[]
/**
 * Round that the screen showed; an earlier one is a late press and changes nothing
 */
round?: number
} | {
command: "complete-task"
task: string
answers?: {
[k: string]: string | number | boolean | string[] | null
}
checked?: string[]
evidence?: {
kind: ("photo" | "place" | "note")
file?: string
sha256?: string
text?: string
lat?: number
lon?: number
}[]
note?: string
/**
 * Round that the screen showed; an earlier one is a late press and changes nothing
 */
round?: number
} | {
command: "confirm-shared"
task: string
} | {
command: "approve-task"
task: string
approved: boolean
reason?: string
} | {
command: "waive-task"
task: string
reason: string
} | {
command: "reassign-task"
task: string
person: {
id: string
name: string
}
reason: string
} | {
command: "add-task"
title: {
zh: string
en: string
}
group: string
/**
 * ISO 8601 duration from now
 */
deadline: string
reason: string
} | {
command: "record-order"
text: string
to: string[]
} | {
command: "report-situation"
text: string
group?: string
} | {
command: "set-level"
level: ("I" | "II" | "III" | "IV")
reason: string
} | {
command: "record-test"
test: string
results: {
step: string
passed?: boolean
value?: number
}[]
machines?: string[]
note?: string
} | {
command: "record-contact"
contact: string
text: string
reference?: string
} | {
command: "add-warning"
warning: string
machines: string[]
} | {
command: "machines-restored"
machines: string[]
} | {
command: "retry-effect"
effect: string
} | {
command: "declare-end"
text: string
} | {
command: "withdraw"
reason: string
} | {
command: "reopen"
reason: string
})
export type CommandWorkOrderBody = ({
command: "acknowledge"
engineer?: string
} | {
command: "depart"
} | {
command: "arrive"
lat?: number
lon?: number
} | {
command: "repair"
cause: string
parts: string[]
note?: string
} | {
command: "close"
note?: string
} | {
command: "return"
reason: string
} | {
command: "cancel"
reason: string
})
export type CommandBulletinBody = ({
command: "edit"
title?: {
zh: string
en: string
}
body?: {
zh: string
en: string
}
expected?: ({
from: string
to: string
} | null)
nextWord?: (string | null)
cause?: ({
zh: string
en: string
} | null)
} | {
command: "release-cause"
} | {
command: "approve"
} | {
command: "reject"
reason: string
} | {
command: "publish"
} | {
command: "correct"
title?: {
zh: string
en: string
}
body?: {
zh: string
en: string
}
expected?: ({
from: string
to: string
} | null)
nextWord?: (string | null)
})
/**
 * HTML
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PublicStatusAnswer".
 */
export type PublicStatusAnswer = string
/**
 * HTML to embed in a frame
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PublicNoticeAnswer".
 */
export type PublicNoticeAnswer = string
/**
 * Atom
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PublicFeedAnswer".
 */
export type PublicFeedAnswer = string
/**
 * CAP 1.2
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "PublicCapAnswer".
 */
export type PublicCapAnswer = string
export type CommandReportBody = ({
command: "edit"
section: ("cause" | "losses" | "lessons" | "responsibility")
text: {
zh: string
en: string
}
} | {
command: "remark"
group: string
text: {
zh: string
en: string
}
} | {
command: "add-finding"
text: {
zh: string
en: string
}
clause?: string
owner?: {
id: string
name: string
}
due?: string
} | {
command: "approve"
})
export type GetIncidentReportDocumentAnswer = string
export type CommandImprovementBody = ({
command: "assign"
owner: {
id: string
name: string
}
due: string
} | {
command: "done"
proof: string
} | {
command: "open-plan-draft"
})
export type StartSituationBody = ({
autopilot?: boolean
} | null)

export interface Api {

}
export interface ListEntriesParams {
/**
 * A stream, or a prefix that ends in /
 */
stream?: string
type?: string
person?: string
mode?: ("live" | "drill" | "rehearsal")
limit?: number
cursor?: string
}
export interface ListEntriesAnswer {
items: {
seq: number
stream: string
version: number
at: string
actor: {
kind: string
id: string
name: string
role: string
}
mode: string
type: string
data: {
[k: string]: unknown
}
}[]
next: (string | null)
}
export interface VerifyJournalAnswer {
entries: number
blocks: number
unsealed: number
checkpoint: ({
size: number
root: string
signature: string
} | null)
faults: {
kind: string
number: number
zh: string
en: string
}[]
}
export interface SignInBody {
name: string
password: string
}
export interface SignInAnswer {
person: {
id: string
account: string
name: string
/**
 * Post held today: 行长
 */
office: string
department: string
skills: string[]
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
phone: string
email: string
vendor: (string | null)
locale: ("zh-CN" | "en")
active: boolean
}
}
export interface GetSessionAnswer {
actor: {
kind: ("person" | "system" | "integration")
id: string
name: string
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration" | "system")
seats: {
group: string
seat: ("leader" | "deputy" | "member")
}[]
vendor: (string | null)
delegatedBy?: {
id: string
name: string
}
}
}
export interface GetMeAnswer {
actor: {
kind: ("person" | "system" | "integration")
id: string
name: string
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration" | "system")
seats: {
group: string
seat: ("leader" | "deputy" | "member")
}[]
vendor: (string | null)
delegatedBy?: {
id: string
name: string
}
}
person: ({
id: string
account: string
name: string
/**
 * Post held today: 行长
 */
office: string
department: string
skills: string[]
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
phone: string
email: string
vendor: (string | null)
locale: ("zh-CN" | "en")
active: boolean
} | null)
institution: {
name: {
zh: string
en: string
}
/**
 * IANA name: Asia/Shanghai
 */
timeZone: string
}
serverTime: string
/**
 * Seconds of the platform's clock in one second of the wall's
 */
rate: number
duty: {
/**
 * At the duty desk now
 */
desk: {
id: string
name: string
}[]
/**
 * Who in the command is called first now
 */
command: ({
id: string
name: string
} | null)
}
}
export interface ChangeMyPasswordBody {
present: string
password: string
}
export interface GetSetupAnswer {
/**
 * There is no administrator yet
 */
needed: boolean
people: number
seats: number
/**
 * Shifts at the duty desk that are not over
 */
shifts: number
contacts: number
}
export interface SetUpBody {
code: string
account: string
name: string
password: string
email?: string
institution: {
name: {
zh: string
en: string
}
/**
 * IANA name: Asia/Shanghai
 */
timeZone: string
}
}
export interface SetUpAnswer {
person: {
id: string
account: string
name: string
/**
 * Post held today: 行长
 */
office: string
department: string
skills: string[]
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
phone: string
email: string
vendor: (string | null)
locale: ("zh-CN" | "en")
active: boolean
}
}
export interface ChangeInstitutionBody {
name: {
zh: string
en: string
}
/**
 * IANA name: Asia/Shanghai
 */
timeZone: string
}
export interface ChangeInstitutionAnswer {
name: {
zh: string
en: string
}
/**
 * IANA name: Asia/Shanghai
 */
timeZone: string
}
export interface ListPeopleParams {
skill?: string
department?: string
}
export interface ListPeopleAnswer {
items: {
id: string
account: string
name: string
/**
 * Post held today: 行长
 */
office: string
department: string
skills: string[]
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
phone: string
email: string
vendor: (string | null)
locale: ("zh-CN" | "en")
active: boolean
}[]
next: (string | null)
}
export interface AddPersonBody {
account: string
name: string
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
office?: string
department?: string
skills?: string[]
phone?: string
email?: string
vendor?: (string | null)
locale?: ("zh-CN" | "en")
password?: string
}
export interface AddPersonAnswer {
id: string
account: string
name: string
/**
 * Post held today: 行长
 */
office: string
department: string
skills: string[]
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
phone: string
email: string
vendor: (string | null)
locale: ("zh-CN" | "en")
active: boolean
}
export interface ChangePersonParams {
id: string
}
export interface ChangePersonBody {
name?: string
role?: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
active?: boolean
office?: string
department?: string
skills?: string[]
phone?: string
email?: string
vendor?: (string | null)
locale?: ("zh-CN" | "en")
password?: string
}
export interface ChangePersonAnswer {
id: string
account: string
name: string
/**
 * Post held today: 行长
 */
office: string
department: string
skills: string[]
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
phone: string
email: string
vendor: (string | null)
locale: ("zh-CN" | "en")
active: boolean
}
export interface ListGroupsAnswer {
items: {
id: string
name: {
zh: string
en: string
}
seats: {
seat: ("leader" | "deputy" | "member")
person: (string | null)
/**
 * Instead of a person: whoever holds this office
 */
office: (string | null)
}[]
/**
 * Calling order now: on duty first, then leader, deputies, members
 */
calling: {
person: {
id: string
name: string
}
seat: ("leader" | "deputy" | "member")
}[]
}[]
next: (string | null)
}
export interface NameGroupParams {
id: string
}
export interface NameGroupBody {
name: {
zh: string
en: string
}
}
export interface NameGroupAnswer {
id: string
name: {
zh: string
en: string
}
seats: {
seat: ("leader" | "deputy" | "member")
person: (string | null)
/**
 * Instead of a person: whoever holds this office
 */
office: (string | null)
}[]
/**
 * Calling order now: on duty first, then leader, deputies, members
 */
calling: {
person: {
id: string
name: string
}
seat: ("leader" | "deputy" | "member")
}[]
}
export interface SetSeatsParams {
id: string
}
export interface SetSeatsBody {
seats: {
seat: ("leader" | "deputy" | "member")
person: (string | null)
/**
 * Instead of a person: whoever holds this office
 */
office: (string | null)
}[]
}
export interface SetSeatsAnswer {
id: string
name: {
zh: string
en: string
}
seats: {
seat: ("leader" | "deputy" | "member")
person: (string | null)
/**
 * Instead of a person: whoever holds this office
 */
office: (string | null)
}[]
/**
 * Calling order now: on duty first, then leader, deputies, members
 */
calling: {
person: {
id: string
name: string
}
seat: ("leader" | "deputy" | "member")
}[]
}
export interface ListShiftsParams {
desk?: string
from?: string
to?: string
}
export interface ListShiftsAnswer {
items: {
id: string
/**
 * `duty`, or the id of a group
 */
desk: string
person: string
name: string
from: string
to: string
}[]
next: null
gaps: {
desk: string
from: string
to: string
text: {
zh: string
en: string
}
}[]
}
export interface AddShiftsBody {
desk: string
shifts?: {
person: string
from: string
to: string
}[]
pattern?: {
from: string
until: string
turns: {
start: string
end: string
}[]
people: string[]
}
}
export interface AddShiftsAnswer {
items: {
id: string
/**
 * `duty`, or the id of a group
 */
desk: string
person: string
name: string
from: string
to: string
}[]
}
export interface RemoveShiftParams {
id: string
}
export interface ListContactsParams {
district?: string
kind?: ("police" | "fire" | "power" | "government" | "regulator" | "telecom" | "medical" | "media" | "other")
}
export interface ListContactsAnswer {
items: {
id: string
kind: ("police" | "fire" | "power" | "government" | "regulator" | "telecom" | "medical" | "media" | "other")
/**
 * Empty: serves everywhere
 */
district: string
name: {
zh: string
en: string
}
phone: string
note: string
}[]
next: (string | null)
}
export interface AddContactBody {
kind: ("police" | "fire" | "power" | "government" | "regulator" | "telecom" | "medical" | "media" | "other")
/**
 * Empty: serves everywhere
 */
district: string
name: {
zh: string
en: string
}
phone: string
note: string
}
export interface AddContactAnswer {
id: string
kind: ("police" | "fire" | "power" | "government" | "regulator" | "telecom" | "medical" | "media" | "other")
/**
 * Empty: serves everywhere
 */
district: string
name: {
zh: string
en: string
}
phone: string
note: string
}
export interface ListTokensAnswer {
items: {
id: string
name: string
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
person: (string | null)
createdAt: string
usedAt: (string | null)
}[]
next: (string | null)
}
export interface CreateTokenBody {
name: string
role: ("admin" | "commander" | "deputy" | "duty-officer" | "group-leader" | "responder" | "press-officer" | "quartermaster" | "treasurer" | "planner" | "vendor" | "auditor" | "integration")
person?: string
}
export interface CreateTokenAnswer {
id: string
/**
 * Shown once
 */
token: string
}
export interface RevokeTokenParams {
id: string
}
export interface DelegateBody {
to: string
until: string
reason: string
}
export interface DelegateAnswer {
id: string
to: {
id: string
name: string
}
until: string
}
export interface ListPlansAnswer {
items: {
id: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
draft: ({
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
} | null)
inForceAt: (string | null)
reviewDue: (string | null)
reviewOverdue: boolean
eventClasses: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
phases: number
tasks: number
groups: number
}[]
next: (string | null)
}
export interface DraftPlanBody {
yaml: string
fileName?: string
}
export interface DraftPlanAnswer {
id: string
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
events: {
type: string
data: {
[k: string]: unknown
}
}[]
}
export interface ListShippedPlansAnswer {
items: {
id: string
version: number
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}
export interface TakeShippedPlanParams {
id: string
}
export interface TakeShippedPlanAnswer {
id: string
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
events: {
type: string
data: {
[k: string]: unknown
}
}[]
}
export interface GetPlanParams {
id: string
}
export interface GetPlanAnswer {
id: string
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
drafters: {
id: string
name: string
}[]
draftedAt: string
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
inForceAt: (string | null)
repealedAt: (string | null)
openedFrom: (string | null)
/**
 * An emergency plan that can be executed.
 */
plan: {
$schema?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
version: number
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * What it covers; within it one version is in force.
 */
scope: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * A text in both languages, Chinese first.
 */
institutions?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
/**
 * A date: 2026-05-20.
 */
inForce?: string
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
reviewEvery: string
/**
 * Who interprets and amends it.
 */
owner: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
purpose: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
/**
 * Laws, own rules, contracts it rests on.
 */
basis: {
kind: ("law" | "rule" | "contract" | "experience")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * Items: A clause: document, chapter, point, item: S2-5.2(1).
 */
clauses?: string[]
/**
 * A date: 2026-05-20.
 */
effective?: string
/**
 * A date: 2026-05-20.
 */
repealed?: string
}[]
eventClasses: {
/**
 * Class of event
 */
class: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
command: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * always, or the classes of event for which it is formed.
 */
formed: ("always" | {
/**
 * Items: Class of event
 */
classes: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
})
/**
 * The leader by office, or appointed by the command at activation.
 */
leader: ({
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
} | {
appointed: "by-command"
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
})
/**
 * In the order in which they take over.
 * 
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
deputies: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
/**
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
members: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
duties: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
}
groups: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * always, or the classes of event for which it is formed.
 */
formed: ("always" | {
/**
 * Items: Class of event
 */
classes: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
})
/**
 * The leader by office, or appointed by the command at activation.
 */
leader: ({
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
} | {
appointed: "by-command"
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
})
/**
 * In the order in which they take over.
 * 
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
deputies: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
/**
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
members: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
duties: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
}[]
/**
 * Which warnings it fits.
 */
triggers: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * What the warning must show. All members given must hold.
 */
when: {
/**
 * Items: Kind of probable cause of the warning
 */
causes?: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")[]
/**
 * Signal codes, any of which the warning holds.
 */
codes?: string[]
triage?: ("general" | "major")
atmsAtLeast?: number
/**
 * Share of the cause's machines affected, 0 to 1.
 */
shareAtLeast?: number
}
/**
 * Class of event
 */
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * Response level, I the gravest
 */
level: ("I" | "II" | "III" | "IV")
/**
 * offer: a person activates in one action; activate: the system does at once.
 */
then: ("offer" | "activate")
}[]
/**
 * Time to answer a call, and who is called next.
 */
calling: {
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
answerWithin: string
then: ("deputy" | "next-member")
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
/**
 * Rhythm of situation reports to the command.
 */
reporting: {
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group: string
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
/**
 * In order.
 */
phases: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * When it is entered: after which phase, and in words.
 */
entry: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
after?: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
/**
 * Left when its tasks are done or waived and, with tests, the recovery tests have passed.
 */
exit: {
tests?: boolean
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
deadline?: string
}[]
tasks: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
phase: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * A text in both languages, Chinese first.
 */
detail?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
deadline: string
/**
 * What the deadline counts from: activation, phase (the entry of its phase), or { task: id } (its end).
 */
from: ("activation" | "phase" | {
/**
 * A name for machines: small letters, digits, hyphens.
 */
task: string
})
/**
 * Tasks that must be done or waived before this one can start.
 * 
 * Items: A name for machines: small letters, digits, hyphens.
 */
after: string[]
/**
 * When it applies. All members given must hold.
 */
when?: {
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
/**
 * Response level, I the gravest
 */
levelAtLeast?: ("I" | "II" | "III" | "IV")
/**
 * An answer in the form of another task: the task, the field, the value it must have.
 */
answer?: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
task: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
field: string
is: (string | number | boolean)
}
}
checklist?: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
/**
 * Items: A field of a form. A choice has options; a number may have a unit; money is in 分.
 */
form?: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
label: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
kind: ("text" | "number" | "money" | "photo" | "place" | "person" | "machines" | "choice" | "time" | "yes-no")
required: boolean
/**
 * A text in both languages, Chinese first.
 */
unit?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
options?: {
value: string
/**
 * A text in both languages, Chinese first.
 */
label: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}[]
/**
 * Proof that completion needs.
 */
evidence?: {
kind: ("photo" | "place" | "note")
atLeast: number
}[]
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
repeat?: string
/**
 * Who may waive it, with a reason. Absent: nobody.
 */
waive?: ("commander" | "deputy" | "group-leader" | "duty-officer")[]
/**
 * Completion waits for the approval of this role, by another person.
 */
approval?: ("commander" | "deputy" | "group-leader")
/**
 * Items: What the task does to the world.
 */
effects?: ({
kind: ("close-machine" | "isolate-machine" | "go-in-service" | "reset")
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
twoPersons: boolean
} | {
kind: "dispatch-vendor"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
faultClass: string
} | {
kind: "issue-items"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
/**
 * Items: A kind of the supplies, and how many.
 */
items: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
item: string
quantity: number
}[]
} | {
kind: "return-items"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
} | {
kind: "notify"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
/**
 * Items: A name for machines: small letters, digits, hyphens.
 */
groups: string[]
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
} | {
kind: "notify-outside"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
/**
 * A name for machines: small letters, digits, hyphens.
 */
contact: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
} | {
kind: "draft-bulletin"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
bulletin: ("notice" | "progress" | "recovery")
})[]
/**
 * effects: the machines' own answers close the task.
 */
closes?: ("person" | "effects")
/**
 * A name for machines: small letters, digits, hyphens.
 */
sharedWith?: string
}[]
recoveryTests: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * Items: Class of event
 */
classes: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
/**
 * A name for machines: small letters, digits, hyphens.
 */
group: string
steps: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * check: yes or no; measure: a number from min to max; device: the machines' own status.
 */
kind: ("check" | "measure" | "device")
/**
 * A text in both languages, Chinese first.
 */
unit?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
min?: number
max?: number
}[]
/**
 * A name for machines: small letters, digits, hyphens.
 */
reopens: string
}[]
/**
 * Who declares the end, and what must hold.
 */
end: {
by: ("commander" | "deputy")[]
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
conditions: {
kind: ("tests-passed" | "tasks-closed" | "items-returned" | "machines-in-service")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
}[]
}
/**
 * The report after the end: when it is due, who approves it, its chapters.
 */
report: {
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
due: string
approvedBy: ("commander" | "deputy")
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
sections: {
id: ("summary" | "timeline" | "measures" | "items" | "performance" | "cause" | "losses" | "lessons" | "improvements" | "responsibility")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
}
/**
 * Materials and equipment it counts on; effects name them by id.
 */
supplies: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
kind: ("material" | "equipment")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
minimum?: number
}[]
channels: {
id: ("website" | "sms" | "social" | "press")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
/**
 * What a release to the public must say.
 */
releaseContents: {
id: ("handling" | "cause" | "recovery-time" | "other")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
outsideContacts: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
drills: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
training: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
preparedness: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
reviewDuties: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
provisions: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
/**
 * Items: A question on a clause and the binding answer of the owner.
 */
rulings?: {
/**
 * A clause: document, chapter, point, item: S2-5.2(1).
 */
clause: string
/**
 * A text in both languages, Chinese first.
 */
question: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
answer: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A date: 2026-05-20.
 */
on: string
}[]
/**
 * Items: A clause that conflicts with the law and therefore does not apply.
 */
suspensions?: {
/**
 * A clause: document, chapter, point, item: S2-5.2(1).
 */
clause: string
/**
 * A text in both languages, Chinese first.
 */
conflictsWith: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A date: 2026-05-20.
 */
since: string
}[]
}
yaml: string
findings: {
file: string
line: number
column: number
code: string
severity: ("must" | "should")
at: string
/**
 * A text in both languages, Chinese first.
 */
what: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
mend: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
comments: {
by: {
id: string
name: string
}
at: string
text: string
clause: (string | null)
}[]
}
export interface ListPlanVersionsParams {
id: string
}
export interface ListPlanVersionsAnswer {
items: {
id: string
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
drafters: {
id: string
name: string
}[]
draftedAt: string
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
inForceAt: (string | null)
repealedAt: (string | null)
openedFrom: (string | null)
}[]
next: (string | null)
}
export interface GetPlanVersionParams {
id: string
version: number
}
export interface GetPlanVersionAnswer {
id: string
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
drafters: {
id: string
name: string
}[]
draftedAt: string
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
inForceAt: (string | null)
repealedAt: (string | null)
openedFrom: (string | null)
/**
 * An emergency plan that can be executed.
 */
plan: {
$schema?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
version: number
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * What it covers; within it one version is in force.
 */
scope: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * A text in both languages, Chinese first.
 */
institutions?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
/**
 * A date: 2026-05-20.
 */
inForce?: string
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
reviewEvery: string
/**
 * Who interprets and amends it.
 */
owner: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
purpose: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
/**
 * Laws, own rules, contracts it rests on.
 */
basis: {
kind: ("law" | "rule" | "contract" | "experience")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * Items: A clause: document, chapter, point, item: S2-5.2(1).
 */
clauses?: string[]
/**
 * A date: 2026-05-20.
 */
effective?: string
/**
 * A date: 2026-05-20.
 */
repealed?: string
}[]
eventClasses: {
/**
 * Class of event
 */
class: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
command: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * always, or the classes of event for which it is formed.
 */
formed: ("always" | {
/**
 * Items: Class of event
 */
classes: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
})
/**
 * The leader by office, or appointed by the command at activation.
 */
leader: ({
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
} | {
appointed: "by-command"
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
})
/**
 * In the order in which they take over.
 * 
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
deputies: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
/**
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
members: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
duties: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
}
groups: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * always, or the classes of event for which it is formed.
 */
formed: ("always" | {
/**
 * Items: Class of event
 */
classes: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
})
/**
 * The leader by office, or appointed by the command at activation.
 */
leader: ({
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
} | {
appointed: "by-command"
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
})
/**
 * In the order in which they take over.
 * 
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
deputies: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
/**
 * Items: A seat, named by its office; whoever holds the office sits in it.
 */
members: {
/**
 * A text in both languages, Chinese first.
 */
office: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
}[]
duties: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
}[]
/**
 * Which warnings it fits.
 */
triggers: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * What the warning must show. All members given must hold.
 */
when: {
/**
 * Items: Kind of probable cause of the warning
 */
causes?: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")[]
/**
 * Signal codes, any of which the warning holds.
 */
codes?: string[]
triage?: ("general" | "major")
atmsAtLeast?: number
/**
 * Share of the cause's machines affected, 0 to 1.
 */
shareAtLeast?: number
}
/**
 * Class of event
 */
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * Response level, I the gravest
 */
level: ("I" | "II" | "III" | "IV")
/**
 * offer: a person activates in one action; activate: the system does at once.
 */
then: ("offer" | "activate")
}[]
/**
 * Time to answer a call, and who is called next.
 */
calling: {
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
answerWithin: string
then: ("deputy" | "next-member")
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
/**
 * Rhythm of situation reports to the command.
 */
reporting: {
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group: string
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}
/**
 * In order.
 */
phases: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * When it is entered: after which phase, and in words.
 */
entry: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
after?: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
/**
 * Left when its tasks are done or waived and, with tests, the recovery tests have passed.
 */
exit: {
tests?: boolean
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
deadline?: string
}[]
tasks: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
phase: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * A text in both languages, Chinese first.
 */
detail?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
deadline: string
/**
 * What the deadline counts from: activation, phase (the entry of its phase), or { task: id } (its end).
 */
from: ("activation" | "phase" | {
/**
 * A name for machines: small letters, digits, hyphens.
 */
task: string
})
/**
 * Tasks that must be done or waived before this one can start.
 * 
 * Items: A name for machines: small letters, digits, hyphens.
 */
after: string[]
/**
 * When it applies. All members given must hold.
 */
when?: {
/**
 * Items: Class of event
 */
classes?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
/**
 * Response level, I the gravest
 */
levelAtLeast?: ("I" | "II" | "III" | "IV")
/**
 * An answer in the form of another task: the task, the field, the value it must have.
 */
answer?: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
task: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
field: string
is: (string | number | boolean)
}
}
checklist?: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
/**
 * Items: A field of a form. A choice has options; a number may have a unit; money is in 分.
 */
form?: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
label: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
kind: ("text" | "number" | "money" | "photo" | "place" | "person" | "machines" | "choice" | "time" | "yes-no")
required: boolean
/**
 * A text in both languages, Chinese first.
 */
unit?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
options?: {
value: string
/**
 * A text in both languages, Chinese first.
 */
label: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}[]
/**
 * Proof that completion needs.
 */
evidence?: {
kind: ("photo" | "place" | "note")
atLeast: number
}[]
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
repeat?: string
/**
 * Who may waive it, with a reason. Absent: nobody.
 */
waive?: ("commander" | "deputy" | "group-leader" | "duty-officer")[]
/**
 * Completion waits for the approval of this role, by another person.
 */
approval?: ("commander" | "deputy" | "group-leader")
/**
 * Items: What the task does to the world.
 */
effects?: ({
kind: ("close-machine" | "isolate-machine" | "go-in-service" | "reset")
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
twoPersons: boolean
} | {
kind: "dispatch-vendor"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
faultClass: string
} | {
kind: "issue-items"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
/**
 * Items: A kind of the supplies, and how many.
 */
items: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
item: string
quantity: number
}[]
} | {
kind: "return-items"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
} | {
kind: "notify"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
/**
 * Items: A name for machines: small letters, digits, hyphens.
 */
groups: string[]
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
} | {
kind: "notify-outside"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
/**
 * A name for machines: small letters, digits, hyphens.
 */
contact: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
} | {
kind: "draft-bulletin"
/**
 * When it happens: as the task is started, or as it is completed.
 */
on: ("start" | "complete")
bulletin: ("notice" | "progress" | "recovery")
})[]
/**
 * effects: the machines' own answers close the task.
 */
closes?: ("person" | "effects")
/**
 * A name for machines: small letters, digits, hyphens.
 */
sharedWith?: string
}[]
recoveryTests: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * Items: Class of event
 */
classes: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")[]
/**
 * A name for machines: small letters, digits, hyphens.
 */
group: string
steps: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * check: yes or no; measure: a number from min to max; device: the machines' own status.
 */
kind: ("check" | "measure" | "device")
/**
 * A text in both languages, Chinese first.
 */
unit?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
min?: number
max?: number
}[]
/**
 * A name for machines: small letters, digits, hyphens.
 */
reopens: string
}[]
/**
 * Who declares the end, and what must hold.
 */
end: {
by: ("commander" | "deputy")[]
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
conditions: {
kind: ("tests-passed" | "tasks-closed" | "items-returned" | "machines-in-service")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source?: (string | string[])
}[]
}
/**
 * The report after the end: when it is due, who approves it, its chapters.
 */
report: {
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
due: string
approvedBy: ("commander" | "deputy")
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
sections: {
id: ("summary" | "timeline" | "measures" | "items" | "performance" | "cause" | "losses" | "lessons" | "improvements" | "responsibility")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
}
/**
 * Materials and equipment it counts on; effects name them by id.
 */
supplies: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
kind: ("material" | "equipment")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
minimum?: number
}[]
channels: {
id: ("website" | "sms" | "social" | "press")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
/**
 * What a release to the public must say.
 */
releaseContents: {
id: ("handling" | "cause" | "recovery-time" | "other")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
outsideContacts: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
drills: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
training: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
preparedness: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
/**
 * Items: A duty outside emergencies. In reviewDuties `every` is the time allowed after the end.
 */
reviewDuties: {
/**
 * A name for machines: small letters, digits, hyphens.
 */
id: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
/**
 * ISO 8601 duration: PT15M is 15 minutes, PT2H two hours, P5D five days, P6M six months.
 */
every?: string
/**
 * A name for machines: small letters, digits, hyphens.
 */
group?: string
}[]
provisions: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * The clause of the bank's document that this comes from, or several.
 */
source: (string | string[])
}[]
/**
 * Items: A question on a clause and the binding answer of the owner.
 */
rulings?: {
/**
 * A clause: document, chapter, point, item: S2-5.2(1).
 */
clause: string
/**
 * A text in both languages, Chinese first.
 */
question: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
answer: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A date: 2026-05-20.
 */
on: string
}[]
/**
 * Items: A clause that conflicts with the law and therefore does not apply.
 */
suspensions?: {
/**
 * A clause: document, chapter, point, item: S2-5.2(1).
 */
clause: string
/**
 * A text in both languages, Chinese first.
 */
conflictsWith: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A date: 2026-05-20.
 */
since: string
}[]
}
yaml: string
findings: {
file: string
line: number
column: number
code: string
severity: ("must" | "should")
at: string
/**
 * A text in both languages, Chinese first.
 */
what: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
mend: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
comments: {
by: {
id: string
name: string
}
at: string
text: string
clause: (string | null)
}[]
}
export interface CommandPlanVersionParams {
id: string
version: number
}
export interface CommandPlanVersionBody {
command: ("approve" | "put-in-force" | "edit" | "comment")
/**
 * Of edit: the whole file
 */
yaml?: string
/**
 * Of comment
 */
text?: string
/**
 * Of comment: the clause it is about
 */
clause?: string
}
export interface CommandPlanVersionAnswer {
id: string
version: number
state: ("draft" | "approved" | "in-force" | "repealed")
events: {
type: string
data: {
[k: string]: unknown
}
}[]
}
export interface ListSignalCodesAnswer {
items: {
code: string
zh: string
en: string
/**
 * Default class of the fault; contracts are made per class
 */
class: ("hardware" | "cash" | "network" | "power" | "security" | "software" | "weather" | "operation")
module: ("machine" | "dispenser" | "cash" | "acceptor" | "card-reader" | "printer" | "keypad" | "encryptor" | "camera" | "software" | "power" | "line" | "host" | "security" | "site")
/**
 * While it lasts, the public gets no cash here
 */
blocksPayout: boolean
impact: ("blocks" | "limits" | "none")
}[]
next: (string | null)
}
export interface SendSignalsAnswer {
/**
 * Signals taken, those known already among them
 */
accepted: number
refused: {
/**
 * Place among the records, from 0
 */
index: number
code: string
field: (string | null)
/**
 * Line of an NDJSON body, from 1
 */
line?: number
/**
 * The reason in words, in the language of the request
 */
what: string
mend: string
}[]
}
export interface ListSignalsParams {
limit?: number
cursor?: string
source?: string
atm?: string
since?: string
}
export interface ListSignalsAnswer {
items: {
id: string
source: string
atm: (string | null)
site: (string | null)
code: (string | null)
state: (("raised" | "cleared") | null)
/**
 * At the sender
 */
at: string
receivedAt: string
detail: {
[k: string]: unknown
}
raw: (string | null)
/**
 * Members of the message that no rule knows
 */
unknown: string[]
}[]
next: (string | null)
}
export interface ListDeadLettersParams {
limit?: number
cursor?: string
code?: string
}
export interface ListDeadLettersAnswer {
items: {
id: number
receivedAt: string
source: string
code: string
field: (string | null)
atm: (string | null)
/**
 * What came, card data masked, cut after 64,000 characters
 */
content: string
what: string
mend: string
}[]
next: (string | null)
}
export interface ReceiveAlertmanagerBody {
version: string
alerts: unknown[]
}
export interface ReceiveAlertmanagerAnswer {
/**
 * Signals taken, those known already among them
 */
accepted: number
refused: {
/**
 * Place among the records, from 0
 */
index: number
code: string
field: (string | null)
/**
 * Line of an NDJSON body, from 1
 */
line?: number
/**
 * The reason in words, in the language of the request
 */
what: string
mend: string
}[]
}
/**
 * application/cap+xml
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ReceiveCapBody".
 */
export interface ReceiveCapBody {
[k: string]: unknown
}
export interface ReceiveCapAnswer {
identifier: string
/**
 * What the alert led to
 */
done: ("raised" | "cleared" | "not-actual" | "expired" | "nothing-said" | "known")
/**
 * Sites concerned
 */
sites: string[]
}
export interface ListReportKindsAnswer {
items: {
kind: ("not-working" | "no-cash" | "cash-stuck" | "card-swallowed" | "power-cut" | "door-open" | "damaged" | "suspicious" | "attack" | "screen")
zh: string
en: string
code: string
}[]
next: (string | null)
}
export interface ReportFromFieldBody {
kind: ("not-working" | "no-cash" | "cash-stuck" | "card-swallowed" | "power-cut" | "door-open" | "damaged" | "suspicious" | "attack" | "screen")
atm?: string
site?: string
lat?: number
lon?: number
note?: string
photo?: string
}
export interface ReportFromFieldAnswer {
/**
 * Secret address of the receipt
 */
id: string
kind: ("not-working" | "no-cash" | "cash-stuck" | "card-swallowed" | "power-cut" | "door-open" | "damaged" | "suspicious" | "attack" | "screen")
atm: (string | null)
site: (string | null)
receivedAt: string
read: ({
at: string
by: string
} | null)
}
export interface ListFieldReportsParams {
limit?: number
cursor?: string
unread?: boolean
}
export interface ListFieldReportsAnswer {
items: {
id: string
kind: ("not-working" | "no-cash" | "cash-stuck" | "card-swallowed" | "power-cut" | "door-open" | "damaged" | "suspicious" | "attack" | "screen")
atm: (string | null)
site: (string | null)
receivedAt: string
read: ({
at: string
by: string
} | null)
note: string
photo: boolean
reporter: (string | null)
lat: (number | null)
lon: (number | null)
}[]
next: (string | null)
}
export interface GetFieldReceiptParams {
id: string
}
export interface GetFieldReceiptAnswer {
/**
 * Secret address of the receipt
 */
id: string
kind: ("not-working" | "no-cash" | "cash-stuck" | "card-swallowed" | "power-cut" | "door-open" | "damaged" | "suspicious" | "attack" | "screen")
atm: (string | null)
site: (string | null)
receivedAt: string
read: ({
at: string
by: string
} | null)
}
export interface ReadFieldReportParams {
id: string
}
export interface ReadFieldReportAnswer {
id: string
kind: ("not-working" | "no-cash" | "cash-stuck" | "card-swallowed" | "power-cut" | "door-open" | "damaged" | "suspicious" | "attack" | "screen")
atm: (string | null)
site: (string | null)
receivedAt: string
read: ({
at: string
by: string
} | null)
note: string
photo: boolean
reporter: (string | null)
lat: (number | null)
lon: (number | null)
}
export interface GetFieldPhotoParams {
id: string
}
export interface GetAgentsAnswer {
connections: number
machines: number
}
export interface ListAtmsParams {
limit?: number
cursor?: string
/**
 * Part of number, site, branch, district or model
 */
q?: string
site?: string
line?: string
host?: string
power?: string
district?: string
vendor?: string
condition?: ("in-service" | "limited" | "out-of-service" | "unknown")
}
export interface ListAtmsAnswer {
items: {
atm: string
site: string
branch: string
district: string
city: string
province: string
lat: (number | null)
lon: (number | null)
make: string
model: string
release: string
vendor: string
line: string
host: string
power: string
condition: ("in-service" | "limited" | "out-of-service" | "unknown")
payOut: boolean
/**
 * Codes of open faults
 */
codes: string[]
}[]
next: (string | null)
}
export interface GetAtmParams {
id: string
}
export interface GetAtmAnswer {
atm: string
site: string
branch: string
district: string
city: string
province: string
lat: (number | null)
lon: (number | null)
make: string
model: string
release: string
vendor: string
line: string
host: string
power: string
condition: ("in-service" | "limited" | "out-of-service" | "unknown")
payOut: boolean
/**
 * Codes of open faults
 */
codes: string[]
heardAt: (string | null)
modules: {
module: ("machine" | "dispenser" | "cash" | "acceptor" | "card-reader" | "printer" | "keypad" | "encryptor" | "camera" | "software" | "power" | "line" | "host" | "security" | "site")
state: ("ok" | "attention" | "fault" | "unknown")
codes: string[]
}[]
services: {
any: boolean
all: boolean
withdraw: boolean
deposit: boolean
cashOut: boolean
}
/**
 * What it hangs on, and how the others below the same thing fare
 */
below: {
kind: ("site" | "line" | "host" | "power" | "release")
ref: string
total: number
out: number
}[]
/**
 * Open ones first, then the latest that ended
 */
faults: {
id: string
atm: string
code: string
openedAt: string
closedAt: (string | null)
warning: (string | null)
detail: {
[k: string]: unknown
}
}[]
signals: {
id: string
source: string
atm: (string | null)
site: (string | null)
code: (string | null)
state: (("raised" | "cleared") | null)
/**
 * At the sender
 */
at: string
receivedAt: string
detail: {
[k: string]: unknown
}
raw: (string | null)
/**
 * Members of the message that no rule knows
 */
unknown: string[]
}[]
/**
 * Nearest others that pay out
 */
near: {
atm: string
site: string
metres: number
}[]
}
export interface ListSitesParams {
limit?: number
cursor?: string
q?: string
district?: string
}
export interface ListSitesAnswer {
items: {
site: string
branch: string
district: string
city: string
province: string
lat: (number | null)
lon: (number | null)
/**
 * People who draw their cash here, estimated
 */
customers: number
total: number
payOut: number
out: number
}[]
next: (string | null)
}
export interface ListVendorsAnswer {
items: {
vendor: string
total: number
out: number
contracts: {
vendor: string
/**
 * A class of the signal codes, or * for all others
 */
faultClass: string
acknowledge: string
depart: string
arrive: string
repair: string
}[]
}[]
next: (string | null)
}
export interface ListContractsAnswer {
items: {
vendor: string
/**
 * A class of the signal codes, or * for all others
 */
faultClass: string
acknowledge: string
depart: string
arrive: string
repair: string
}[]
next: (string | null)
}
export interface ListFaultsParams {
limit?: number
cursor?: string
atm?: string
code?: string
warning?: string
state?: ("open" | "closed")
}
export interface ListFaultsAnswer {
items: {
id: string
atm: string
code: string
openedAt: string
closedAt: (string | null)
warning: (string | null)
detail: {
[k: string]: unknown
}
}[]
next: (string | null)
}
export interface CommandFaultParams {
id: string
}
export interface CommandFaultBody {
command: "close"
reason: string
}
export interface CommandFaultAnswer {
id: string
atm: string
code: string
openedAt: string
closedAt: (string | null)
warning: (string | null)
detail: {
[k: string]: unknown
}
}
export interface GetFleetSummaryAnswer {
total: number
/**
 * Machines that pay out now
 */
payOut: number
byCondition: {
"in-service": number
limited: number
"out-of-service": number
unknown: number
}
byDistrict: {
district: string
total: number
payOut: number
out: number
}[]
/**
 * Open faults
 */
faults: number
asOf: string
}
export interface GetFleetMapAnswer {
items: {
district: string
total: number
out: number
peopleWithout: number
lat: (number | null)
lon: (number | null)
}[]
next: (string | null)
}
export interface GetNearestWorkingParams {
lat: number
lon: number
count?: number
service?: ("withdraw" | "deposit" | "any" | "all")
}
export interface GetNearestWorkingAnswer {
items: {
atm: string
site: string
branch: string
district: string
city: string
province: string
lat: (number | null)
lon: (number | null)
make: string
model: string
release: string
vendor: string
line: string
host: string
power: string
metres: number
condition: ("in-service" | "limited" | "out-of-service" | "unknown")
}[]
next: (string | null)
}
/**
 * text/csv
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ImportFleetBody".
 */
export interface ImportFleetBody {
[k: string]: unknown
}
export interface ImportFleetAnswer {
atms: {
added: number
changed: number
same: number
}
sites: number
vendors: string[]
refused: {
line: number
code: string
field: string
what: string
mend: string
}[]
encoding: string
}
/**
 * text/csv
 * 
 * This interface was referenced by `Api`'s JSON-Schema
 * via the `definition` "ImportContractsBody".
 */
export interface ImportContractsBody {
[k: string]: unknown
}
export interface ImportContractsAnswer {
contracts: number
refused: {
line: number
code: string
field: string
what: string
mend: string
}[]
}
export interface ListWarningsParams {
limit?: number
cursor?: string
/**
 * May be given several times
 */
state?: ("open" | "recovering" | "closed" | "withdrawn")[]
triage?: ("general" | "major")
atm?: string
incident?: string
}
export interface ListWarningsAnswer {
items: {
id: string
number: string
state: ("open" | "recovering" | "closed" | "withdrawn")
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
alternatives: {
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
confidence: number
/**
 * A text in both languages, Chinese first.
 */
decidedBy: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
confidence: number
/**
 * Machines affected, now or earlier
 */
atms: number
/**
 * Machines that still have an open fault of it
 */
affectedNow: number
/**
 * Machines below the cause
 */
groupSize: number
/**
 * People who draw their cash at the affected machines, estimated
 */
customers: number
codes: string[]
triage: ("general" | "major")
triagedBy: ("rules" | {
person: string
reason: string
})
reasons: {
rule: string
zh: string
en: string
against?: boolean
}[]
links: {
relation: string
warning: string
number: string
}[]
openedAt: string
closedAt: (string | null)
workOrder: (string | null)
incident: (string | null)
}[]
next: (string | null)
}
export interface GetWarningParams {
id: string
}
export interface GetWarningAnswer {
id: string
number: string
state: ("open" | "recovering" | "closed" | "withdrawn")
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
alternatives: {
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
confidence: number
/**
 * A text in both languages, Chinese first.
 */
decidedBy: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
confidence: number
/**
 * Machines affected, now or earlier
 */
atms: number
/**
 * Machines that still have an open fault of it
 */
affectedNow: number
/**
 * Machines below the cause
 */
groupSize: number
/**
 * People who draw their cash at the affected machines, estimated
 */
customers: number
codes: string[]
triage: ("general" | "major")
triagedBy: ("rules" | {
person: string
reason: string
})
reasons: {
rule: string
zh: string
en: string
against?: boolean
}[]
links: {
relation: string
warning: string
number: string
}[]
openedAt: string
closedAt: (string | null)
workOrder: (string | null)
incident: (string | null)
group: {
members: {
atm: string
site: string
state: ("affected" | "recovered" | "elsewhere" | "well")
since: (string | null)
}[]
parent: ({
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
size: number
} | null)
siblings: {
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
size: number
ill: number
own: boolean
}[]
}
}
export interface ListWarningAtmsParams {
id: string
}
export interface ListWarningAtmsAnswer {
items: {
atm: string
affected: boolean
since: (string | null)
until: (string | null)
codes: string[]
}[]
next: (string | null)
}
export interface CommandWarningParams {
id: string
}
export interface CommandWarningAnswer {
id: string
number: string
state: ("open" | "recovering" | "closed" | "withdrawn")
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
alternatives: {
cause: {
kind: ("machine" | "site" | "line" | "host" | "power" | "release" | "weather" | "attack" | "cash" | "model" | "other")
ref: string
}
confidence: number
/**
 * A text in both languages, Chinese first.
 */
decidedBy: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
confidence: number
/**
 * Machines affected, now or earlier
 */
atms: number
/**
 * Machines that still have an open fault of it
 */
affectedNow: number
/**
 * Machines below the cause
 */
groupSize: number
/**
 * People who draw their cash at the affected machines, estimated
 */
customers: number
codes: string[]
triage: ("general" | "major")
triagedBy: ("rules" | {
person: string
reason: string
})
reasons: {
rule: string
zh: string
en: string
against?: boolean
}[]
links: {
relation: string
warning: string
number: string
}[]
openedAt: string
closedAt: (string | null)
workOrder: (string | null)
incident: (string | null)
}
export interface ListNoticesParams {
limit?: number
cursor?: string
mine?: ("ringing" | "all")
subjectKind?: string
subjectId?: string
state?: ("pending" | "sent" | "delivered" | "failed" | "acknowledged" | "superseded")
}
export interface ListNoticesAnswer {
items: {
id: string
key: string
person: {
id: string
name: string
}
subject: {
kind: string
id: string
}
mode: ("live" | "drill" | "rehearsal")
title: {
zh: string
en: string
}
body: {
zh: string
en: string
}
answerBy: (string | null)
link: (string | null)
state: ("pending" | "sent" | "delivered" | "failed" | "acknowledged" | "superseded")
reason: ({
code: ("no-mail-server" | "no-address" | "mail-unreachable" | "mail-refused")
zh: string
en: string
} | null)
chain: (string | null)
createdAt: string
sentAt: (string | null)
deliveredAt: (string | null)
acknowledgedAt: (string | null)
acknowledgedBy: ({
id: string
name: string
} | null)
acknowledgedHow: (("link" | "console" | "spoken") | null)
}[]
next: (string | null)
}
export interface GetNoticeParams {
id: string
}
export interface GetNoticeAnswer {
id: string
key: string
person: {
id: string
name: string
}
subject: {
kind: string
id: string
}
mode: ("live" | "drill" | "rehearsal")
title: {
zh: string
en: string
}
body: {
zh: string
en: string
}
answerBy: (string | null)
link: (string | null)
state: ("pending" | "sent" | "delivered" | "failed" | "acknowledged" | "superseded")
reason: ({
code: ("no-mail-server" | "no-address" | "mail-unreachable" | "mail-refused")
zh: string
en: string
} | null)
chain: (string | null)
createdAt: string
sentAt: (string | null)
deliveredAt: (string | null)
acknowledgedAt: (string | null)
acknowledgedBy: ({
id: string
name: string
} | null)
acknowledgedHow: (("link" | "console" | "spoken") | null)
attempts: {
number: number
channel: "e-mail"
at: string
outcome: ("started" | "sent" | "failed")
detail: string
messageId: string
}[]
}
export interface CommandNoticeParams {
id: string
}
export interface CommandNoticeBody {
command: ("acknowledge" | "shown" | "send-again")
}
export interface CommandNoticeAnswer {
id: string
key: string
person: {
id: string
name: string
}
subject: {
kind: string
id: string
}
mode: ("live" | "drill" | "rehearsal")
title: {
zh: string
en: string
}
body: {
zh: string
en: string
}
answerBy: (string | null)
link: (string | null)
state: ("pending" | "sent" | "delivered" | "failed" | "acknowledged" | "superseded")
reason: ({
code: ("no-mail-server" | "no-address" | "mail-unreachable" | "mail-refused")
zh: string
en: string
} | null)
chain: (string | null)
createdAt: string
sentAt: (string | null)
deliveredAt: (string | null)
acknowledgedAt: (string | null)
acknowledgedBy: ({
id: string
name: string
} | null)
acknowledgedHow: (("link" | "console" | "spoken") | null)
}
export interface SendTestNoticeBody {
/**
 * Absent: myself
 */
person?: string
}
export interface SendTestNoticeAnswer {
id: string
key: string
person: {
id: string
name: string
}
subject: {
kind: string
id: string
}
mode: ("live" | "drill" | "rehearsal")
title: {
zh: string
en: string
}
body: {
zh: string
en: string
}
answerBy: (string | null)
link: (string | null)
state: ("pending" | "sent" | "delivered" | "failed" | "acknowledged" | "superseded")
reason: ({
code: ("no-mail-server" | "no-address" | "mail-unreachable" | "mail-refused")
zh: string
en: string
} | null)
chain: (string | null)
createdAt: string
sentAt: (string | null)
deliveredAt: (string | null)
acknowledgedAt: (string | null)
acknowledgedBy: ({
id: string
name: string
} | null)
acknowledgedHow: (("link" | "console" | "spoken") | null)
}
export interface OpenAcknowledgePageParams {
token: string
lang?: string
}
export interface AcknowledgeByLinkParams {
token: string
lang?: string
}
export interface ListItemKindsAnswer {
items: {
id: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
group: ("material" | "equipment")
consumed: boolean
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
source: string[]
attributes: {
id: string
/**
 * A text in both languages, Chinese first.
 */
label: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
kind: ("text" | "number" | "date" | "list")
/**
 * A text in both languages, Chinese first.
 */
unit?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
passing?: ("unusable" | "attention")
}[]
}[]
next: (string | null)
}
export interface ListStoresParams {
lat?: number
lon?: number
}
export interface ListStoresAnswer {
items: {
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
address: string
lat: (number | null)
lon: (number | null)
metres: (number | null)
}[]
next: (string | null)
}
export interface PutStoreParams {
id: string
}
export interface PutStoreBody {
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
address?: string
lat?: number
lon?: number
}
export interface PutStoreAnswer {
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
address: string
lat: (number | null)
lon: (number | null)
}
export interface ListItemsParams {
limit?: number
cursor?: string
store?: string
kind?: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
belowMinimum?: boolean
}
export interface ListItemsAnswer {
items: {
id: string
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
group: ("material" | "equipment")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
quantity: number
minimum: number
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
attributes: {
[k: string]: number | string | string[]
}
units: {
serial: string
condition: ("good" | "worn" | "broken")
out: (string | null)
}[]
batteryMonths: (number | null)
attention: {
what: ("below-minimum" | "passed" | "soon" | "broken")
attribute: (string | null)
date: (string | null)
unusable: boolean
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}[]
next: (string | null)
}
export interface AddItemBody {
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
/**
 * A text in both languages, Chinese first.
 */
name?: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
quantity: number
minimum: number
attributes?: {
/**
 * text, number, date or list of texts, as the kind says
 */
[k: string]: {
[k: string]: unknown
}
}
serials?: string[]
}
export interface AddItemAnswer {
id: string
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
group: ("material" | "equipment")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
quantity: number
minimum: number
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
attributes: {
[k: string]: number | string | string[]
}
units: {
serial: string
condition: ("good" | "worn" | "broken")
out: (string | null)
}[]
batteryMonths: (number | null)
attention: {
what: ("below-minimum" | "passed" | "soon" | "broken")
attribute: (string | null)
date: (string | null)
unusable: boolean
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}
export interface ListItemMovementsParams {
incident?: string
item?: string
}
export interface ListItemMovementsAnswer {
items: {
id: string
item: string
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
move: ("received" | "issued" | "returned" | "counted")
quantity: number
serials: string[]
incident: (string | null)
task: (string | null)
mode: ("live" | "drill" | "rehearsal")
/**
 * false: a drill, on record only
 */
taken: boolean
of: (string | null)
note: (string | null)
by: {
id: string
name: string
}
at: string
/**
 * Number of the journal entry
 */
entry: number
}[]
next: (string | null)
}
export interface GetItemParams {
id: string
}
export interface GetItemAnswer {
id: string
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
group: ("material" | "equipment")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
quantity: number
minimum: number
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
attributes: {
[k: string]: number | string | string[]
}
units: {
serial: string
condition: ("good" | "worn" | "broken")
out: (string | null)
}[]
batteryMonths: (number | null)
attention: {
what: ("below-minimum" | "passed" | "soon" | "broken")
attribute: (string | null)
date: (string | null)
unusable: boolean
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}
export interface CommandItemParams {
id: string
}
export interface CommandItemAnswer {
movements: {
id: string
item: string
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
move: ("received" | "issued" | "returned" | "counted")
quantity: number
serials: string[]
incident: (string | null)
task: (string | null)
mode: ("live" | "drill" | "rehearsal")
/**
 * false: a drill, on record only
 */
taken: boolean
of: (string | null)
note: (string | null)
by: {
id: string
name: string
}
at: string
/**
 * Number of the journal entry
 */
entry: number
}[]
item: {
id: string
kind: ("ups" | "generator" | "network-equipment" | "radio" | "satellite-phone" | "mobile-phone" | "protective-gear" | "spare-parts" | "software-tools" | "spare-atm" | "fault-tools" | "repair-tools" | "multimeter" | "oscilloscope" | "logic-analyser" | "laptop" | "printer" | "projector" | "first-aid-kit" | "fire-extinguisher" | "vehicle")
group: ("material" | "equipment")
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
store: string
quantity: number
minimum: number
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
attributes: {
[k: string]: number | string | string[]
}
units: {
serial: string
condition: ("good" | "worn" | "broken")
out: (string | null)
}[]
batteryMonths: (number | null)
attention: {
what: ("below-minimum" | "passed" | "soon" | "broken")
attribute: (string | null)
date: (string | null)
unusable: boolean
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
}
}
export interface ListIncidentsParams {
limit?: number
cursor?: string
state?: ("running" | "active" | "recovering" | "ended" | "reported" | "withdrawn")
mode?: ("live" | "drill" | "rehearsal")
}
export interface ListIncidentsAnswer {
items: {
id: string
number: string
mode: ("live" | "drill" | "rehearsal")
state: ("active" | "recovering" | "ended" | "reported" | "withdrawn")
level: ("I" | "II" | "III" | "IV")
title: {
zh: string
en: string
}
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
plan: {
id: string
version: number
title: {
zh: string
en: string
}
}
phase: (string | null)
phaseName: ({
zh: string
en: string
} | null)
warnings: string[]
/**
 * ISO 8601 instant
 */
openedAt: string
endedAt: (string | null)
tasks: {
open: number
overdue: number
done: number
waived: number
}
machines: {
total: number
down: number
}
}[]
next: (string | null)
}
export interface ActivatePlanBody {
plan: string
trigger?: string
eventClass?: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
level?: ("I" | "II" | "III" | "IV")
warning?: string
machines?: string[]
title?: {
zh: string
en: string
}
reason?: string
/**
 * ISO 8601 instant at which service is expected again
 */
expected?: string
mode?: ("live" | "drill")
}
export interface ActivatePlanAnswer {
id: string
number: string
events: {
event: string
/**
 * Number of the journal entry
 */
seq: number
[k: string]: unknown
}[]
}
export interface GetIncidentParams {
id: string
}
export interface GetIncidentAnswer {
id: string
number: string
mode: ("live" | "drill" | "rehearsal")
state: ("active" | "recovering" | "ended" | "reported" | "withdrawn")
level: ("I" | "II" | "III" | "IV")
title: {
zh: string
en: string
}
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
plan: {
id: string
version: number
title: {
zh: string
en: string
}
}
phase: (string | null)
phaseName: ({
zh: string
en: string
} | null)
warnings: string[]
/**
 * ISO 8601 instant
 */
openedAt: string
endedAt: (string | null)
tasks: {
open: number
overdue: number
done: number
waived: number
}
machines: {
total: number
down: number
}
/**
 * Version of its stream in the journal
 */
version: number
/**
 * ISO 8601 instant
 */
now: string
reason: string
expected: (string | null)
endText: string
endedBy: ({
id: string
name: string
} | null)
reportId: (string | null)
machineIds: string[]
machinesDown: string[]
phases: {
id: string
name: {
zh: string
en: string
}
state: ("waiting" | "current" | "left")
enteredAt: (string | null)
leftAt: (string | null)
due: (string | null)
late: boolean
tasks: {
closed: number
total: number
}
}[]
lanes: {
group: string
name: {
zh: string
en: string
}
convened: boolean
leader: ({
id: string
name: string
} | null)
appointed: ({
person: {
id: string
name: string
}
state: ("asked" | "accepted" | "declined")
reason: (string | null)
} | null)
needsLeader: boolean
people: {
person: {
id: string
name: string
}
seat: ("leader" | "deputy" | "member")
state: ("seated" | "calling" | "answered" | "silent")
attempt: number
calledAt: (string | null)
answerBy: (string | null)
answeredAt: (string | null)
afterSeconds: (number | null)
escalatedTo: ({
id: string
name: string
} | null)
}[]
tasks: string[]
}[]
taskList: {
id: string
title: {
zh: string
en: string
}
detail: ({
zh: string
en: string
} | null)
group: string
phase: string
source: string[]
state: ("waiting" | "open" | "running" | "submitted" | "done" | "waived" | "skipped")
adHoc: boolean
round: number
repeats: (string | null)
due: (string | null)
overdue: boolean
late: boolean
assignee: ({
id: string
name: string
} | null)
openedAt: (string | null)
startedAt: (string | null)
startedBy: ({
id: string
name: string
} | null)
doneAt: (string | null)
doneBy: ({
id: string
name: string
} | null)
approvedBy: ({
id: string
name: string
} | null)
approver: (string | null)
submission: ({
of: ("start" | "completion")
/**
 * ISO 8601 instant
 */
at: string
by: {
id: string
name: string
}
approver: string
machines: (string[] | null)
note: (string | null)
} | null)
sharedWith: (string | null)
sharedBy: ({
id: string
name: string
} | null)
waitsFor: {
zh: string
en: string
}[]
form: {
id: string
label: {
zh: string
en: string
}
kind: ("text" | "number" | "money" | "photo" | "place" | "person" | "machines" | "choice" | "time" | "yes-no")
required: boolean
unit?: {
zh: string
en: string
}
options?: {
value: string
label: {
zh: string
en: string
}
}[]
}[]
checklist: {
id: string
text: {
zh: string
en: string
}
}[]
evidenceNeeded: {
kind: ("photo" | "place" | "note")
atLeast: number
}[]
answers: {
[k: string]: string | number | boolean | string[] | null
}
checked: string[]
evidence: {
kind: ("photo" | "place" | "note")
file?: string
sha256?: string
text?: string
lat?: number
lon?: number
}[]
note: (string | null)
reason: ({
zh: string
en: string
} | null)
effects: {
key: string
kind: string
machines: string[]
outcome: ("pending" | "done" | "failed" | "withheld")
detail: string
/**
 * ISO 8601 instant
 */
requestedAt: string
settledAt: (string | null)
mayRetry: boolean
}[]
actions: {
command: string
allowed: boolean
why: ({
code: string
zh: string
en: string
} | null)
}[]
}[]
tests: {
id: string
name: {
zh: string
en: string
}
group: string
source: string[]
steps: {
id: string
text: {
zh: string
en: string
}
kind: ("check" | "measure" | "device")
unit?: {
zh: string
en: string
}
min?: number
max?: number
}[]
passed: (boolean | null)
attempts: number
at: (string | null)
by: ({
id: string
name: string
} | null)
results: {
step: string
passed?: boolean
value?: number
}[]
failed: string[]
actions: {
command: string
allowed: boolean
why: ({
code: string
zh: string
en: string
} | null)
}[]
}[]
decisions: {
kind: ("approval" | "appointment" | "end")
id: string
title: {
zh: string
en: string
}
due: (string | null)
by: ({
id: string
name: string
} | null)
actions: {
command: string
allowed: boolean
why: ({
code: string
zh: string
en: string
} | null)
}[]
}[]
orders: {
/**
 * ISO 8601 instant
 */
at: string
text: string
to: string[]
by: {
id: string
name: string
}
}[]
reports: {
/**
 * ISO 8601 instant
 */
at: string
text: string
group: (string | null)
by: {
id: string
name: string
}
}[]
contacts: {
/**
 * ISO 8601 instant
 */
at: string
contact: string
text: string
reference: (string | null)
by: {
id: string
name: string
}
}[]
levels: {
/**
 * ISO 8601 instant
 */
at: string
from: ("I" | "II" | "III" | "IV")
to: ("I" | "II" | "III" | "IV")
reason: string
by: {
id: string
name: string
}
}[]
reporting: {
due: (string | null)
missed: number
group: string
}
missing: {
code: ("tests-passed" | "tasks-closed" | "items-returned" | "machines-in-service")
zh: string
en: string
count: number
}[]
actions: {
command: string
allowed: boolean
why: ({
code: string
zh: string
en: string
} | null)
}[]
}
export interface ListIncidentJournalParams {
id: string
limit?: number
cursor?: string
}
export interface ListIncidentJournalAnswer {
items: {
seq: number
stream: string
version: number
/**
 * ISO 8601 instant
 */
at: string
actor: {
kind: string
id: string
name: string
role: string
}
mode: ("live" | "drill" | "rehearsal")
type: string
data: {
[k: string]: unknown
}
}[]
next: (string | null)
}
export interface CommandIncidentParams {
id: string
}
export interface CommandIncidentAnswer {
events: {
event: string
/**
 * Number of the journal entry
 */
seq: number
[k: string]: unknown
}[]
}
export interface ListMineAnswer {
items: {
kind: ("notice" | "task" | "confirmation" | "approval" | "appointment" | "situation" | "end" | "work-order" | "warning" | "bulletin" | "report" | "improvement")
id: string
subject: {
kind: string
id: string
number: string
}
title: {
zh: string
en: string
}
detail: {
zh: string
en: string
}[]
level: (("I" | "II" | "III" | "IV") | null)
due: (string | null)
late: boolean
otherwise: ({
zh: string
en: string
} | null)
mode: ("live" | "drill" | "rehearsal")
}[]
next: (string | null)
}
export interface ListWorkOrdersParams {
limit?: number
cursor?: string
state?: ("open" | "sent" | "acknowledged" | "departed" | "arrived" | "repaired" | "closed" | "cancelled")
vendor?: string
warning?: string
incident?: string
atm?: string
}
export interface ListWorkOrdersAnswer {
items: {
id: string
number: string
mode: ("live" | "drill" | "rehearsal")
state: ("sent" | "acknowledged" | "departed" | "arrived" | "repaired" | "closed" | "cancelled")
warning: string
incident: (string | null)
vendor: string
atms: string[]
atmsDown: string[]
faultClass: string
summary: {
zh: string
en: string
}
due: {
/**
 * ISO 8601 instant
 */
acknowledge: string
/**
 * ISO 8601 instant
 */
depart: string
/**
 * ISO 8601 instant
 */
arrive: string
/**
 * ISO 8601 instant
 */
repair: string
}
engineer: (string | null)
breached: ("acknowledge" | "depart" | "arrive" | "repair")[]
breaches: number
/**
 * ISO 8601 instant
 */
sentAt: string
closedAt: (string | null)
}[]
next: (string | null)
}
export interface SendWorkOrderBody {
warning: string
reason?: string
}
export interface SendWorkOrderAnswer {
items: {
id: string
number: string
vendor: string
}[]
}
export interface GetWorkOrderParams {
id: string
}
export interface GetWorkOrderAnswer {
id: string
number: string
mode: ("live" | "drill" | "rehearsal")
state: ("sent" | "acknowledged" | "departed" | "arrived" | "repaired" | "closed" | "cancelled")
warning: string
incident: (string | null)
vendor: string
atms: string[]
atmsDown: string[]
faultClass: string
summary: {
zh: string
en: string
}
due: {
/**
 * ISO 8601 instant
 */
acknowledge: string
/**
 * ISO 8601 instant
 */
depart: string
/**
 * ISO 8601 instant
 */
arrive: string
/**
 * ISO 8601 instant
 */
repair: string
}
engineer: (string | null)
breached: ("acknowledge" | "depart" | "arrive" | "repair")[]
breaches: number
/**
 * ISO 8601 instant
 */
sentAt: string
closedAt: (string | null)
reached: {
acknowledge: (string | null)
depart: (string | null)
arrive: (string | null)
repair: (string | null)
}
place: ({
lat: number
lon: number
} | null)
cause: (string | null)
parts: string[]
note: (string | null)
returns: {
/**
 * ISO 8601 instant
 */
at: string
reason: string
by: {
id: string
name: string
}
}[]
closedBy: ({
id: string
name: string
} | null)
closeNote: (string | null)
actions: string[]
entries: {
seq: number
stream: string
version: number
/**
 * ISO 8601 instant
 */
at: string
actor: {
kind: string
id: string
name: string
role: string
}
mode: ("live" | "drill" | "rehearsal")
type: string
data: {
[k: string]: unknown
}
}[]
}
export interface CommandWorkOrderParams {
id: string
}
export interface CommandWorkOrderAnswer {
events: {
event: string
/**
 * Number of the journal entry
 */
seq: number
[k: string]: unknown
}[]
}
export interface OverviewAnswer {
machines: {
total: number
payOut: number
inService: number
limited: number
outOfService: number
unknown: number
}
asOf: string
districts: {
district: string
total: number
out: number
peopleWithout: number
lat: (number | null)
lon: (number | null)
}[]
general: {
atm: string
district: string
lat: number
lon: number
}[]
places: {
kind: ("incident" | "warning")
id: string
number: string
title: {
zh: string
en: string
}
level: (("I" | "II" | "III" | "IV") | null)
confirmed: boolean
district: string
lat: (number | null)
lon: (number | null)
atms: number
customers: number
}[]
counts: {
warnings: number
incidents: number
workOrders: number
}
worstLevel: (("I" | "II" | "III" | "IV") | null)
duty: {
desk: {
id: string
name: string
}[]
leader: ({
id: string
name: string
} | null)
}
setup: {
machines: number
plans: number
people: number
shifts: number
}
}
export interface SearchParams {
q: string
}
export interface SearchAnswer {
items: {
kind: ("atm" | "incident" | "warning" | "work-order" | "person" | "plan")
id: string
title: {
zh: string
en: string
}
detail: {
zh: string
en: string
}
}[]
}
export interface ListOffersParams {
id: string
}
export interface ListOffersAnswer {
items: {
plan: {
id: string
version: number
title: {
zh: string
en: string
}
}
trigger: {
id: string
name: {
zh: string
en: string
}
}
/**
 * The plan activates itself
 */
automatic: boolean
eventClass: string
level: ("I" | "II" | "III" | "IV")
why: {
zh: string
en: string
}[]
/**
 * People who are called
 */
calls: number
/**
 * Groups that are formed
 */
groups: number
}[]
next: (string | null)
}
export interface CommandMachineParams {
id: string
}
export interface CommandMachineBody {
command: ("close" | "isolate" | "go-in-service" | "reset")
reason: string
}
export interface CommandMachineAnswer {
/**
 * The machine did it
 */
ok: boolean
/**
 * Its own words
 */
detail: string
}
export interface ListBulletinsParams {
limit?: number
cursor?: string
incident?: string
state?: ("drafted" | "approved" | "rejected" | "published" | "withheld")
}
export interface ListBulletinsAnswer {
items: {
id: string
incident: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
serial: number
kind: ("notice" | "progress" | "recovery")
state: ("drafted" | "approved" | "rejected" | "published" | "withheld")
mode: ("live" | "drill" | "rehearsal")
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
body: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
cause: ({
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
} | null)
causeReleased: boolean
expected: ({
from: string
to: string
} | null)
nextWord: (string | null)
places: {
site: string
name: string
district: string
lat: (number | null)
lon: (number | null)
atms: string[]
}[]
alternatives: {
site: string
name: string
metres: number
}[]
corrects: (string | null)
draftedBy: {
id: string
name: string
}
draftedAt: string
authors: string[]
decidedBy: ({
id: string
name: string
} | null)
decidedAt: (string | null)
reason: (string | null)
publishedBy: ({
id: string
name: string
} | null)
publishedAt: (string | null)
channels: {
channel: ("website" | "sms" | "social" | "press")
state: ("published" | "not-configured" | "withheld")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
characters: number
limit: (number | null)
at: string
}[]
}[]
next: (string | null)
}
export interface GetBulletinParams {
id: string
}
export interface GetBulletinAnswer {
id: string
incident: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
serial: number
kind: ("notice" | "progress" | "recovery")
state: ("drafted" | "approved" | "rejected" | "published" | "withheld")
mode: ("live" | "drill" | "rehearsal")
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
body: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
cause: ({
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
} | null)
causeReleased: boolean
expected: ({
from: string
to: string
} | null)
nextWord: (string | null)
places: {
site: string
name: string
district: string
lat: (number | null)
lon: (number | null)
atms: string[]
}[]
alternatives: {
site: string
name: string
metres: number
}[]
corrects: (string | null)
draftedBy: {
id: string
name: string
}
draftedAt: string
authors: string[]
decidedBy: ({
id: string
name: string
} | null)
decidedAt: (string | null)
reason: (string | null)
publishedBy: ({
id: string
name: string
} | null)
publishedAt: (string | null)
channels: {
channel: ("website" | "sms" | "social" | "press")
state: ("published" | "not-configured" | "withheld")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
characters: number
limit: (number | null)
at: string
}[]
}
export interface CommandBulletinParams {
id: string
}
export interface CommandBulletinAnswer {
id: string
incident: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
serial: number
kind: ("notice" | "progress" | "recovery")
state: ("drafted" | "approved" | "rejected" | "published" | "withheld")
mode: ("live" | "drill" | "rehearsal")
eventClass: ("system-failure" | "network-attack" | "equipment-damage" | "power-cut" | "natural-disaster" | "other")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
body: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
cause: ({
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
} | null)
causeReleased: boolean
expected: ({
from: string
to: string
} | null)
nextWord: (string | null)
places: {
site: string
name: string
district: string
lat: (number | null)
lon: (number | null)
atms: string[]
}[]
alternatives: {
site: string
name: string
metres: number
}[]
corrects: (string | null)
draftedBy: {
id: string
name: string
}
draftedAt: string
authors: string[]
decidedBy: ({
id: string
name: string
} | null)
decidedAt: (string | null)
reason: (string | null)
publishedBy: ({
id: string
name: string
} | null)
publishedAt: (string | null)
channels: {
channel: ("website" | "sms" | "social" | "press")
state: ("published" | "not-configured" | "withheld")
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
characters: number
limit: (number | null)
at: string
}[]
}
export interface PublicStatusParams {
lang?: string
q?: string
site?: string
}
export interface PublicNoticeParams {
lang?: string
}
export interface PublicFeedParams {
lang?: string
}
export interface PublicCapParams {
id: string
}
export interface ListReportsParams {
limit?: number
cursor?: string
state?: ("draft" | "approved")
incident?: string
}
export interface ListReportsAnswer {
items: {
id: string
number: string
incident: string
incidentNumber: string
state: ("draft" | "approved")
mode: ("live" | "drill")
draftedAt: string
due: (string | null)
authors: string[]
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
document: ({
year: number
number: number
} | null)
sha256: (string | null)
}[]
next: (string | null)
}
export interface GetReportParams {
id: string
}
export interface GetReportAnswer {
id: string
number: string
incident: string
incidentNumber: string
state: ("draft" | "approved")
mode: ("live" | "drill")
draftedAt: string
due: (string | null)
authors: string[]
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
document: ({
year: number
number: number
} | null)
sha256: (string | null)
content: {
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
mode: ("live" | "drill" | "rehearsal")
incident: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
level: string
openedAt: string
endedAt: (string | null)
}
plan: {
id: string
version: number
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
purpose: ({
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
} | null)
}
basis: {
first: number
last: number
entries: number
}
sections: {
id: ("summary" | "timeline" | "measures" | "items" | "performance" | "cause" | "losses" | "lessons" | "improvements" | "responsibility")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
summary: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
figures: {
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
value: number
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
course: {
at: string
until: (string | null)
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
timeline: {
at: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
measures: {
group: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
statements: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
remarks: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
}[]
items: {
kind: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
store: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
issued: number
returned: number
consumed: boolean
out: number
/**
 * false: a drill, on record only
 */
taken: boolean
serials: string[]
entries: number[]
}[]
performance: {
statements: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
tasks: {
task: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
group: string
round: number
openedAt: string
due: string
doneAt: (string | null)
by: (string | null)
/**
 * lapsed: a repeat that was open when its phase ended
 */
state: ("done" | "waived" | "open" | "lapsed")
/**
 * 0: in time
 */
lateMinutes: number
entries: number[]
}[]
calls: {
person: string
group: string
calledAt: string
answerBy: string
attempts: number
answeredAfterSeconds: (number | null)
inTime: boolean
replacedBy: (string | null)
entries: number[]
}[]
}
groups: {
/**
 * A text in both languages, Chinese first.
 */
[k: string]: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
cause: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
losses: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
lessons: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
improvements: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
clause: (string | null)
owner: (string | null)
due: (string | null)
entries: number[]
}[]
responsibility: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
}
}
export interface CommandReportParams {
id: string
}
export interface CommandReportAnswer {
id: string
number: string
incident: string
incidentNumber: string
state: ("draft" | "approved")
mode: ("live" | "drill")
draftedAt: string
due: (string | null)
authors: string[]
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
document: ({
year: number
number: number
} | null)
sha256: (string | null)
}
export interface GetIncidentReportParams {
id: string
}
export interface GetIncidentReportAnswer {
report: ({
id: string
number: string
incident: string
incidentNumber: string
state: ("draft" | "approved")
mode: ("live" | "drill")
draftedAt: string
due: (string | null)
authors: string[]
approvedBy: ({
id: string
name: string
} | null)
approvedAt: (string | null)
document: ({
year: number
number: number
} | null)
sha256: (string | null)
} | null)
content: {
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
mode: ("live" | "drill" | "rehearsal")
incident: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
level: string
openedAt: string
endedAt: (string | null)
}
plan: {
id: string
version: number
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
purpose: ({
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
} | null)
}
basis: {
first: number
last: number
entries: number
}
sections: {
id: ("summary" | "timeline" | "measures" | "items" | "performance" | "cause" | "losses" | "lessons" | "improvements" | "responsibility")
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}[]
summary: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
figures: {
id: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
value: number
/**
 * A text in both languages, Chinese first.
 */
unit: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
course: {
at: string
until: (string | null)
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
timeline: {
at: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
measures: {
group: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
statements: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
remarks: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
}[]
items: {
kind: string
/**
 * A text in both languages, Chinese first.
 */
name: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
/**
 * A text in both languages, Chinese first.
 */
store: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
issued: number
returned: number
consumed: boolean
out: number
/**
 * false: a drill, on record only
 */
taken: boolean
serials: string[]
entries: number[]
}[]
performance: {
statements: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
tasks: {
task: string
/**
 * A text in both languages, Chinese first.
 */
title: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
group: string
round: number
openedAt: string
due: string
doneAt: (string | null)
by: (string | null)
/**
 * lapsed: a repeat that was open when its phase ended
 */
state: ("done" | "waived" | "open" | "lapsed")
/**
 * 0: in time
 */
lateMinutes: number
entries: number[]
}[]
calls: {
person: string
group: string
calledAt: string
answerBy: string
attempts: number
answeredAfterSeconds: (number | null)
inTime: boolean
replacedBy: (string | null)
entries: number[]
}[]
}
groups: {
/**
 * A text in both languages, Chinese first.
 */
[k: string]: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
}
cause: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
losses: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
lessons: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
improvements: {
id: string
number: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
clause: (string | null)
owner: (string | null)
due: (string | null)
entries: number[]
}[]
responsibility: {
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
entries: number[]
}[]
}
}
export interface GetIncidentReportDocumentParams {
id: string
lang?: string
}
export interface ListImprovementsParams {
limit?: number
cursor?: string
state?: ("open" | "done")
report?: string
incident?: string
}
export interface ListImprovementsAnswer {
items: {
id: string
number: string
report: string
incident: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
clause: (string | null)
plan: string
owner: ({
id: string
name: string
} | null)
due: (string | null)
state: ("open" | "done")
proof: (string | null)
doneBy: ({
id: string
name: string
} | null)
doneAt: (string | null)
planDraft: ({
plan: string
version: number
} | null)
openedAt: string
}[]
next: (string | null)
}
export interface CommandImprovementParams {
id: string
}
export interface CommandImprovementAnswer {
id: string
number: string
report: string
incident: string
/**
 * A text in both languages, Chinese first.
 */
text: {
/**
 * Chinese
 */
zh: string
/**
 * English
 */
en: string
}
clause: (string | null)
plan: string
owner: ({
id: string
name: string
} | null)
due: (string | null)
state: ("open" | "done")
proof: (string | null)
doneBy: ({
id: string
name: string
} | null)
doneAt: (string | null)
planDraft: ({
plan: string
version: number
} | null)
openedAt: string
}
export interface AddEvidenceAnswer {
file: string
sha256: string
}
export interface GetEvidenceParams {
name: string
}
export interface ListSituationsAnswer {
items: {
name: string
title: {
zh: string
en: string
}
about: {
zh: string
en: string
}
}[]
next: (string | null)
}
export interface StartSituationParams {
name: string
}
export interface StartSituationAnswer {
id: string
situation: string
autopilot: boolean
startedAt: string
state: ("running" | "done" | "stopped")
warning: (string | null)
warnings: string[]
workOrder: (string | null)
incident: (string | null)
incidentNumber: (string | null)
incidentState: (string | null)
report: (string | null)
/**
 * What the simulated people did, or could not do
 */
notes: string[]
}
export interface ListDemoRunsAnswer {
items: {
id: string
situation: string
autopilot: boolean
startedAt: string
state: ("running" | "done" | "stopped")
warning: (string | null)
warnings: string[]
workOrder: (string | null)
incident: (string | null)
incidentNumber: (string | null)
incidentState: (string | null)
report: (string | null)
/**
 * What the simulated people did, or could not do
 */
notes: string[]
}[]
next: (string | null)
}
export interface GetDemoRunParams {
id: string
}
export interface GetDemoRunAnswer {
id: string
situation: string
autopilot: boolean
startedAt: string
state: ("running" | "done" | "stopped")
warning: (string | null)
warnings: string[]
workOrder: (string | null)
incident: (string | null)
incidentNumber: (string | null)
incidentState: (string | null)
report: (string | null)
/**
 * What the simulated people did, or could not do
 */
notes: string[]
}
export interface TakeOverBody {
person: string
}
export interface TakeOverAnswer {
taken: string[]
}
export interface ListDemoAccountsAnswer {
items: {
id: string
name: string
person: string
office: string
role: string
password: string
taken: boolean
}[]
next: (string | null)
}
export interface GetDemoMailboxParams {
person: string
}
export interface GetDemoMailboxAnswer {
items: {
to: string
from: string
subject: string
text: string
html: string
receivedAt: string
}[]
next: (string | null)
}

export const listEntries = (params: ListEntriesParams = {}): Promise<ListEntriesAnswer> =>
  call('GET', '/api/v1/journal', { query: { "stream": params["stream"], "type": params["type"], "person": params["person"], "mode": params["mode"], "limit": params["limit"], "cursor": params["cursor"] } });

export const verifyJournal = (): Promise<VerifyJournalAnswer> =>
  call('GET', '/api/v1/journal/verification');

export const exportJournal = (): Promise<ExportJournalAnswer> =>
  call('GET', '/api/v1/journal/export');

/** Server-sent events: one per entry of the journal, `id` its position; resume with Last-Event-ID. */
export const stream = (): Promise<StreamAnswer> =>
  call('GET', '/api/v1/stream');

export const signIn = (body: SignInBody, key?: string): Promise<SignInAnswer> =>
  call('POST', '/api/v1/session', { body, ...(key ? { key } : {}) });

export const getSession = (): Promise<GetSessionAnswer> =>
  call('GET', '/api/v1/session');

export const signOut = (): Promise<void> =>
  call('DELETE', '/api/v1/session');

export const getMe = (): Promise<GetMeAnswer> =>
  call('GET', '/api/v1/me');

export const changeMyPassword = (body: ChangeMyPasswordBody, key?: string): Promise<void> =>
  call('POST', '/api/v1/me/password', { body, ...(key ? { key } : {}) });

export const getSetup = (): Promise<GetSetupAnswer> =>
  call('GET', '/api/v1/setup');

export const setUp = (body: SetUpBody, key?: string): Promise<SetUpAnswer> =>
  call('POST', '/api/v1/setup', { body, ...(key ? { key } : {}) });

export const changeInstitution = (body: ChangeInstitutionBody): Promise<ChangeInstitutionAnswer> =>
  call('PUT', '/api/v1/institution', { body });

export const listPeople = (params: ListPeopleParams = {}): Promise<ListPeopleAnswer> =>
  call('GET', '/api/v1/people', { query: { "skill": params["skill"], "department": params["department"] } });

export const addPerson = (body: AddPersonBody, key?: string): Promise<AddPersonAnswer> =>
  call('POST', '/api/v1/people', { body, ...(key ? { key } : {}) });

export const changePerson = (params: ChangePersonParams, body: ChangePersonBody): Promise<ChangePersonAnswer> =>
  call('PATCH', `/api/v1/people/${encodeURIComponent(params.id)}`, { body });

export const listGroups = (): Promise<ListGroupsAnswer> =>
  call('GET', '/api/v1/groups');

export const nameGroup = (params: NameGroupParams, body: NameGroupBody): Promise<NameGroupAnswer> =>
  call('PUT', `/api/v1/groups/${encodeURIComponent(params.id)}`, { body });

export const setSeats = (params: SetSeatsParams, body: SetSeatsBody): Promise<SetSeatsAnswer> =>
  call('PUT', `/api/v1/groups/${encodeURIComponent(params.id)}/seats`, { body });

/** Shifts that touch the time asked for (two weeks from now when absent), and the times at which the desk (`duty` when absent) has nobody. */
export const listShifts = (params: ListShiftsParams = {}): Promise<ListShiftsAnswer> =>
  call('GET', '/api/v1/rotas', { query: { "desk": params["desk"], "from": params["from"], "to": params["to"] } });

export const addShifts = (body: AddShiftsBody, key?: string): Promise<AddShiftsAnswer> =>
  call('POST', '/api/v1/rotas', { body, ...(key ? { key } : {}) });

export const removeShift = (params: RemoveShiftParams): Promise<void> =>
  call('DELETE', `/api/v1/rotas/${encodeURIComponent(params.id)}`);

/** Outside contacts; with `district`, its own first, then those who serve everywhere. */
export const listContacts = (params: ListContactsParams = {}): Promise<ListContactsAnswer> =>
  call('GET', '/api/v1/contacts', { query: { "district": params["district"], "kind": params["kind"] } });

export const addContact = (body: AddContactBody, key?: string): Promise<AddContactAnswer> =>
  call('POST', '/api/v1/contacts', { body, ...(key ? { key } : {}) });

export const listTokens = (): Promise<ListTokensAnswer> =>
  call('GET', '/api/v1/tokens');

export const createToken = (body: CreateTokenBody, key?: string): Promise<CreateTokenAnswer> =>
  call('POST', '/api/v1/tokens', { body, ...(key ? { key } : {}) });

export const revokeToken = (params: RevokeTokenParams): Promise<void> =>
  call('DELETE', `/api/v1/tokens/${encodeURIComponent(params.id)}`);

/** Gives my role and seats to somebody else until an instant, on the record. */
export const delegate = (body: DelegateBody, key?: string): Promise<DelegateAnswer> =>
  call('POST', '/api/v1/delegation', { body, ...(key ? { key } : {}) });

export const revokeDelegation = (): Promise<void> =>
  call('DELETE', '/api/v1/delegation');

export const listPlans = (): Promise<ListPlansAnswer> =>
  call('GET', '/api/v1/plans');

/** A plan file becomes a draft version. A file with faults is refused; `params.faults` lists each with line, column and how to mend it. */
export const draftPlan = (body: DraftPlanBody, key?: string): Promise<DraftPlanAnswer> =>
  call('POST', '/api/v1/plans', { body, ...(key ? { key } : {}) });

/** The plans that come with the product, taken or not. */
export const listShippedPlans = (): Promise<ListShippedPlansAnswer> =>
  call('GET', '/api/v1/plans/shipped');

/** A plan that comes with the product becomes a draft by who asks. It is in force after a commander or deputy who is another person approved it and put it in force. */
export const takeShippedPlan = (params: TakeShippedPlanParams, key?: string): Promise<TakeShippedPlanAnswer> =>
  call('POST', `/api/v1/plans/shipped/${encodeURIComponent(params.id)}`, { ...(key ? { key } : {}) });

/** The version in force, or the newest. */
export const getPlan = (params: GetPlanParams): Promise<GetPlanAnswer> =>
  call('GET', `/api/v1/plans/${encodeURIComponent(params.id)}`);

export const listPlanVersions = (params: ListPlanVersionsParams): Promise<ListPlanVersionsAnswer> =>
  call('GET', `/api/v1/plans/${encodeURIComponent(params.id)}/versions`);

export const getPlanVersion = (params: GetPlanVersionParams): Promise<GetPlanVersionAnswer> =>
  call('GET', `/api/v1/plans/${encodeURIComponent(params.id)}/versions/${encodeURIComponent(params.version)}`);

/** approve and put-in-force: commander or deputy, approve not by who drafted it; edit: planner, admin, commander, deputy; comment: anyone of the bank. */
export const commandPlanVersion = (params: CommandPlanVersionParams, body: CommandPlanVersionBody, key?: string): Promise<CommandPlanVersionAnswer> =>
  call('POST', `/api/v1/plans/${encodeURIComponent(params.id)}/versions/${encodeURIComponent(params.version)}/commands`, { body, ...(key ? { key } : {}) });

export const listSignalCodes = (): Promise<ListSignalCodesAnswer> =>
  call('GET', '/api/v1/signal-codes');

/** One signal, a JSON array, or NDJSON (application/x-ndjson). Answered after the commit. A bad record is refused alone; the same id of a source counts once. */
export const sendSignals = (body: SendSignalsBody, key?: string): Promise<SendSignalsAnswer> =>
  call('POST', '/api/v1/signals', { body, ...(key ? { key } : {}) });

/** What was kept, newest first, with the message itself where a wire protocol carried it. */
export const listSignals = (params: ListSignalsParams = {}): Promise<ListSignalsAnswer> =>
  call('GET', '/api/v1/signals', { query: { "limit": params["limit"], "cursor": params["cursor"], "source": params["source"], "atm": params["atm"], "since": params["since"] } });

/** What could not be read or placed, with the reason, newest first. */
export const listDeadLetters = (params: ListDeadLettersParams = {}): Promise<ListDeadLettersAnswer> =>
  call('GET', '/api/v1/dead-letters', { query: { "limit": params["limit"], "cursor": params["cursor"], "code": params["code"] } });

/** Webhook of Prometheus Alertmanager (version 4). Labels: atm or site, and code; see docs/intake/alertmanager.md. */
export const receiveAlertmanager = (body: ReceiveAlertmanagerBody, key?: string): Promise<ReceiveAlertmanagerAnswer> =>
  call('POST', '/api/v1/hooks/alertmanager', { body, ...(key ? { key } : {}) });

/** A CAP 1.0, 1.1 or 1.2 alert (XML). Only alerts of status Actual act; Cancel ends them. */
export const receiveCap = (body: ReceiveCapBody, key?: string): Promise<ReceiveCapAnswer> =>
  call('POST', '/api/v1/hooks/cap', { body, ...(key ? { key } : {}) });

export const listReportKinds = (): Promise<ListReportKindsAnswer> =>
  call('GET', '/api/v1/report-kinds');

/** Somebody at a machine reports: place (atm, site or position), kind, photo (JPEG, PNG or WebP up to 10 MB). No sign-in needed; strangers are limited by their address. */
export const reportFromField = (body: ReportFromFieldBody, key?: string): Promise<ReportFromFieldAnswer> =>
  call('POST', '/api/v1/reports-from-field', { body, ...(key ? { key } : {}) });

export const listFieldReports = (params: ListFieldReportsParams = {}): Promise<ListFieldReportsAnswer> =>
  call('GET', '/api/v1/reports-from-field', { query: { "limit": params["limit"], "cursor": params["cursor"], "unread": params["unread"] } });

/** The receipt: was it read, by whom, when. The address is the secret that the report was answered with. */
export const getFieldReceipt = (params: GetFieldReceiptParams): Promise<GetFieldReceiptAnswer> =>
  call('GET', `/api/v1/reports-from-field/${encodeURIComponent(params.id)}`);

/** Says that the report was read; whoever reported sees by whom and when. */
export const readFieldReport = (params: ReadFieldReportParams, key?: string): Promise<ReadFieldReportAnswer> =>
  call('POST', `/api/v1/reports-from-field/${encodeURIComponent(params.id)}/read`, { ...(key ? { key } : {}) });

export const getFieldPhoto = (params: GetFieldPhotoParams): Promise<void> =>
  call('GET', `/api/v1/reports-from-field/${encodeURIComponent(params.id)}/photo`);

/** How many agents are connected, and for how many machines they speak. */
export const getAgents = (): Promise<GetAgentsAnswer> =>
  call('GET', '/api/v1/agents');

export const listAtms = (params: ListAtmsParams = {}): Promise<ListAtmsAnswer> =>
  call('GET', '/api/v1/atms', { query: { "limit": params["limit"], "cursor": params["cursor"], "q": params["q"], "site": params["site"], "line": params["line"], "host": params["host"], "power": params["power"], "district": params["district"], "vendor": params["vendor"], "condition": params["condition"] } });

export const getAtm = (params: GetAtmParams): Promise<GetAtmAnswer> =>
  call('GET', `/api/v1/atms/${encodeURIComponent(params.id)}`);

export const listSites = (params: ListSitesParams = {}): Promise<ListSitesAnswer> =>
  call('GET', '/api/v1/sites', { query: { "limit": params["limit"], "cursor": params["cursor"], "q": params["q"], "district": params["district"] } });

export const listVendors = (): Promise<ListVendorsAnswer> =>
  call('GET', '/api/v1/vendors');

export const listContracts = (): Promise<ListContractsAnswer> =>
  call('GET', '/api/v1/contracts');

export const listFaults = (params: ListFaultsParams = {}): Promise<ListFaultsAnswer> =>
  call('GET', '/api/v1/faults', { query: { "limit": params["limit"], "cursor": params["cursor"], "atm": params["atm"], "code": params["code"], "warning": params["warning"], "state": params["state"] } });

/** Ends a fault that no machine will clear itself: a card given back, a suspicion dispelled. */
export const commandFault = (params: CommandFaultParams, body: CommandFaultBody, key?: string): Promise<CommandFaultAnswer> =>
  call('POST', `/api/v1/faults/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

export const getFleetSummary = (): Promise<GetFleetSummaryAnswer> =>
  call('GET', '/api/v1/fleet/summary');

/** Per district: machines out, and people who find no cash at their site nor within 3 km of it. */
export const getFleetMap = (): Promise<GetFleetMapAnswer> =>
  call('GET', '/api/v1/fleet/map');

export const getNearestWorking = (params: GetNearestWorkingParams): Promise<GetNearestWorkingAnswer> =>
  call('GET', '/api/v1/fleet/nearest', { query: { "lat": params["lat"], "lon": params["lon"], "count": params["count"], "service": params["service"] } });

/** Fleet file as CSV, UTF-8 or GB18030. Bad rows are refused with line and column; the rest is taken. */
export const importFleet = (body: ImportFleetBody, key?: string): Promise<ImportFleetAnswer> =>
  call('POST', '/api/v1/fleet/import', { body, ...(key ? { key } : {}) });

/** vendor,faultClass,acknowledge,depart,arrive,repair; faultClass one of hardware, cash, network, power, security, software, weather, operation or *; durations ISO 8601. */
export const importContracts = (body: ImportContractsBody, key?: string): Promise<ImportContractsAnswer> =>
  call('POST', '/api/v1/contracts/import', { body, ...(key ? { key } : {}) });

export const listWarnings = (params: ListWarningsParams = {}): Promise<ListWarningsAnswer> =>
  call('GET', '/api/v1/warnings', { query: { "limit": params["limit"], "cursor": params["cursor"], "state": params["state"], "triage": params["triage"], "atm": params["atm"], "incident": params["incident"] } });

export const getWarning = (params: GetWarningParams): Promise<GetWarningAnswer> =>
  call('GET', `/api/v1/warnings/${encodeURIComponent(params.id)}`);

export const listWarningAtms = (params: ListWarningAtmsParams): Promise<ListWarningAtmsAnswer> =>
  call('GET', `/api/v1/warnings/${encodeURIComponent(params.id)}/atms`);

export const commandWarning = (params: CommandWarningParams, body: CommandWarningBody, key?: string): Promise<CommandWarningAnswer> =>
  call('POST', `/api/v1/warnings/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

/** Newest first. `mine=ringing`: those of mine that want an answer. Without `mine`: everybody’s, for the people of the bank. */
export const listNotices = (params: ListNoticesParams = {}): Promise<ListNoticesAnswer> =>
  call('GET', '/api/v1/notices', { query: { "limit": params["limit"], "cursor": params["cursor"], "mine": params["mine"], "subjectKind": params["subjectKind"], "subjectId": params["subjectId"], "state": params["state"] } });

export const getNotice = (params: GetNoticeParams): Promise<GetNoticeAnswer> =>
  call('GET', `/api/v1/notices/${encodeURIComponent(params.id)}`);

/** `acknowledge`: by the person, or by the duty officer who has spoken to them. `shown`: the person’s own page shows it. `send-again`: try the mail server again. */
export const commandNotice = (params: CommandNoticeParams, body: CommandNoticeBody, key?: string): Promise<CommandNoticeAnswer> =>
  call('POST', `/api/v1/notices/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

export const sendTestNotice = (body: SendTestNoticeBody, key?: string): Promise<SendTestNoticeAnswer> =>
  call('POST', '/api/v1/notices/test', { body, ...(key ? { key } : {}) });

/** A page with one button; opening it acknowledges nothing. */
export const openAcknowledgePage = (params: OpenAcknowledgePageParams): Promise<void> =>
  call('GET', `/api/v1/ack/${encodeURIComponent(params.token)}`, { query: { "lang": params["lang"] } });

export const acknowledgeByLink = (params: AcknowledgeByLinkParams, key?: string): Promise<void> =>
  call('POST', `/api/v1/ack/${encodeURIComponent(params.token)}`, { query: { "lang": params["lang"] }, ...(key ? { key } : {}) });

export const listItemKinds = (): Promise<ListItemKindsAnswer> =>
  call('GET', '/api/v1/item-kinds');

export const listStores = (params: ListStoresParams = {}): Promise<ListStoresAnswer> =>
  call('GET', '/api/v1/stores', { query: { "lat": params["lat"], "lon": params["lon"] } });

export const putStore = (params: PutStoreParams, body: PutStoreBody): Promise<PutStoreAnswer> =>
  call('PUT', `/api/v1/stores/${encodeURIComponent(params.id)}`, { body });

export const listItems = (params: ListItemsParams = {}): Promise<ListItemsAnswer> =>
  call('GET', '/api/v1/items', { query: { "limit": params["limit"], "cursor": params["cursor"], "store": params["store"], "kind": params["kind"], "belowMinimum": params["belowMinimum"] } });

export const addItem = (body: AddItemBody, key?: string): Promise<AddItemAnswer> =>
  call('POST', '/api/v1/items', { body, ...(key ? { key } : {}) });

export const listItemMovements = (params: ListItemMovementsParams = {}): Promise<ListItemMovementsAnswer> =>
  call('GET', '/api/v1/items/movements', { query: { "incident": params["incident"], "item": params["item"] } });

export const getItem = (params: GetItemParams): Promise<GetItemAnswer> =>
  call('GET', `/api/v1/items/${encodeURIComponent(params.id)}`);

export const commandItem = (params: CommandItemParams, body: CommandItemBody, key?: string): Promise<CommandItemAnswer> =>
  call('POST', `/api/v1/items/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

/** Incidents, newest first */
export const listIncidents = (params: ListIncidentsParams = {}): Promise<ListIncidentsAnswer> =>
  call('GET', '/api/v1/incidents', { query: { "limit": params["limit"], "cursor": params["cursor"], "state": params["state"], "mode": params["mode"] } });

/** Activates a plan in one action */
export const activatePlan = (body: ActivatePlanBody, key?: string): Promise<ActivatePlanAnswer> =>
  call('POST', '/api/v1/incidents', { body, ...(key ? { key } : {}) });

/** One incident as its command room shows it */
export const getIncident = (params: GetIncidentParams): Promise<GetIncidentAnswer> =>
  call('GET', `/api/v1/incidents/${encodeURIComponent(params.id)}`);

/** The entries of an incident, oldest first */
export const listIncidentJournal = (params: ListIncidentJournalParams): Promise<ListIncidentJournalAnswer> =>
  call('GET', `/api/v1/incidents/${encodeURIComponent(params.id)}/journal`, { query: { "limit": params["limit"], "cursor": params["cursor"] } });

/** One command on one incident */
export const commandIncident = (params: CommandIncidentParams, body: CommandIncidentBody, key?: string): Promise<CommandIncidentAnswer> =>
  call('POST', `/api/v1/incidents/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

/** What needs me now, the nearest deadline first */
export const listMine = (): Promise<ListMineAnswer> =>
  call('GET', '/api/v1/mine');

/** Work orders, newest first; a vendor sees its own */
export const listWorkOrders = (params: ListWorkOrdersParams = {}): Promise<ListWorkOrdersAnswer> =>
  call('GET', '/api/v1/work-orders', { query: { "limit": params["limit"], "cursor": params["cursor"], "state": params["state"], "vendor": params["vendor"], "warning": params["warning"], "incident": params["incident"], "atm": params["atm"] } });

/** Sends the vendor of a warning’s machines, without a plan */
export const sendWorkOrder = (body: SendWorkOrderBody, key?: string): Promise<SendWorkOrderAnswer> =>
  call('POST', '/api/v1/work-orders', { body, ...(key ? { key } : {}) });

/** One work order with its entries */
export const getWorkOrder = (params: GetWorkOrderParams): Promise<GetWorkOrderAnswer> =>
  call('GET', `/api/v1/work-orders/${encodeURIComponent(params.id)}`);

/** One command on one work order */
export const commandWorkOrder = (params: CommandWorkOrderParams, body: CommandWorkOrderBody, key?: string): Promise<CommandWorkOrderAnswer> =>
  call('POST', `/api/v1/work-orders/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

/** The region in one look: machines, districts, what runs, who is on duty */
export const overview = (): Promise<OverviewAnswer> =>
  call('GET', '/api/v1/overview');

/** Machines, incidents, warnings, work orders, people, clauses of plans */
export const search = (params: SearchParams): Promise<SearchAnswer> =>
  call('GET', '/api/v1/search', { query: { "q": params["q"] } });

/** The plans in force that fit, best first, and why */
export const listOffers = (params: ListOffersParams): Promise<ListOffersAnswer> =>
  call('GET', `/api/v1/warnings/${encodeURIComponent(params.id)}/offers`);

/** Has one machine reset itself or go into service, and says what it answered */
export const commandMachine = (params: CommandMachineParams, body: CommandMachineBody, key?: string): Promise<CommandMachineAnswer> =>
  call('POST', `/api/v1/atms/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

export const listBulletins = (params: ListBulletinsParams = {}): Promise<ListBulletinsAnswer> =>
  call('GET', '/api/v1/bulletins', { query: { "limit": params["limit"], "cursor": params["cursor"], "incident": params["incident"], "state": params["state"] } });

export const getBulletin = (params: GetBulletinParams): Promise<GetBulletinAnswer> =>
  call('GET', `/api/v1/bulletins/${encodeURIComponent(params.id)}`);

export const commandBulletin = (params: CommandBulletinParams, body: CommandBulletinBody, key?: string): Promise<CommandBulletinAnswer> =>
  call('POST', `/api/v1/bulletins/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

export const publicStatus = (params: PublicStatusParams = {}): Promise<PublicStatusAnswer> =>
  call('GET', '/status', { query: { "lang": params["lang"], "q": params["q"], "site": params["site"] } });

export const publicNotice = (params: PublicNoticeParams = {}): Promise<PublicNoticeAnswer> =>
  call('GET', '/status/notice', { query: { "lang": params["lang"] } });

export const publicFeed = (params: PublicFeedParams = {}): Promise<PublicFeedAnswer> =>
  call('GET', '/status/feed.atom', { query: { "lang": params["lang"] } });

export const publicCap = (params: PublicCapParams): Promise<PublicCapAnswer> =>
  call('GET', `/status/cap/${encodeURIComponent(params.id)}.xml`);

export const listReports = (params: ListReportsParams = {}): Promise<ListReportsAnswer> =>
  call('GET', '/api/v1/reports', { query: { "limit": params["limit"], "cursor": params["cursor"], "state": params["state"], "incident": params["incident"] } });

export const getReport = (params: GetReportParams): Promise<GetReportAnswer> =>
  call('GET', `/api/v1/reports/${encodeURIComponent(params.id)}`);

export const commandReport = (params: CommandReportParams, body: CommandReportBody, key?: string): Promise<CommandReportAnswer> =>
  call('POST', `/api/v1/reports/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

export const getIncidentReport = (params: GetIncidentReportParams): Promise<GetIncidentReportAnswer> =>
  call('GET', `/api/v1/incidents/${encodeURIComponent(params.id)}/report.json`);

export const getIncidentReportDocument = (params: GetIncidentReportDocumentParams): Promise<GetIncidentReportDocumentAnswer> =>
  call('GET', `/api/v1/incidents/${encodeURIComponent(params.id)}/report.docx`, { query: { "lang": params["lang"] } });

export const listImprovements = (params: ListImprovementsParams = {}): Promise<ListImprovementsAnswer> =>
  call('GET', '/api/v1/improvements', { query: { "limit": params["limit"], "cursor": params["cursor"], "state": params["state"], "report": params["report"], "incident": params["incident"] } });

export const commandImprovement = (params: CommandImprovementParams, body: CommandImprovementBody, key?: string): Promise<CommandImprovementAnswer> =>
  call('POST', `/api/v1/improvements/${encodeURIComponent(params.id)}/commands`, { body, ...(key ? { key } : {}) });

/** Keeps a photograph; its address and hash go into the evidence of a task */
export const addEvidence = (key?: string): Promise<AddEvidenceAnswer> =>
  call('POST', '/api/v1/evidence', { ...(key ? { key } : {}) });

export const getEvidence = (params: GetEvidenceParams): Promise<void> =>
  call('GET', `/api/v1/evidence/${encodeURIComponent(params.name)}`);

export const listSituations = (): Promise<ListSituationsAnswer> =>
  call('GET', '/api/v1/demo/situations');

/** Starts a situation; answers when its first warning shows, or after eight seconds. */
export const startSituation = (params: StartSituationParams, body: StartSituationBody, key?: string): Promise<StartSituationAnswer> =>
  call('POST', `/api/v1/demo/situations/${encodeURIComponent(params.name)}`, { body, ...(key ? { key } : {}) });

export const listDemoRuns = (): Promise<ListDemoRunsAnswer> =>
  call('GET', '/api/v1/demo/runs');

export const getDemoRun = (params: GetDemoRunParams): Promise<GetDemoRunAnswer> =>
  call('GET', `/api/v1/demo/runs/${encodeURIComponent(params.id)}`);

/** From now on a human acts for this person; the autopilot leaves them alone. */
export const takeOver = (body: TakeOverBody, key?: string): Promise<TakeOverAnswer> =>
  call('POST', '/api/v1/demo/take-over', { body, ...(key ? { key } : {}) });

export const listDemoAccounts = (): Promise<ListDemoAccountsAnswer> =>
  call('GET', '/api/v1/demo/accounts');

export const getDemoMailbox = (params: GetDemoMailboxParams): Promise<GetDemoMailboxAnswer> =>
  call('GET', `/api/v1/demo/mailbox/${encodeURIComponent(params.person)}`);
