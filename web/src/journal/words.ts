import type { Text } from '../../../src/plans/model.ts';
import { asIs, sentence } from '../incidents/sentences.ts';

const both = (zh: string, en: string): Text => ({ zh, en });
/** Entries of the other rooms, in a few words; `name` is whom or what they are about. */
const others: Record<string, (name: string) => Text> = {
  'warning-opened': (name) => both(`预警产生 ${name}`, `Warning raised ${name}`),
  'warning-grew': (name) => both(`预警扩大 ${name}`, `Warning grew ${name}`),
  'warning-triaged': (name) => both(`预警研判 ${name}`, `Warning graded ${name}`),
  'warning-recovering': () => both('预警开始恢复', 'Warning recovers'),
  'warning-closed': () => both('预警关闭', 'Warning closed'),
  'warning-withdrawn': () => both('预警撤销', 'Warning withdrawn'),
  'warning-linked': (name) => both(`预警已有处置 ${name}`, `Warning taken up ${name}`),
  'notice-sent': (name) => both(`通知已发 ${name}`, `Notice sent ${name}`),
  'notice-delivered': (name) => both(`通知送达 ${name}`, `Notice delivered ${name}`),
  'notice-failed': (name) => both(`通知没有送出 ${name}`, `Notice failed ${name}`),
  'notice-acknowledged': (name) => both(`通知已确认 ${name}`, `Notice acknowledged ${name}`),
  'notice-escalated': (name) => both(`通知升级 ${name}`, `Notice escalated ${name}`),
  'bulletin-drafted': (name) => both(`公告起草 ${name}`, `Bulletin drafted ${name}`),
  'bulletin-edited': (name) => both(`公告修改 ${name}`, `Bulletin edited ${name}`),
  'bulletin-approved': (name) => both(`公告批准 ${name}`, `Bulletin approved ${name}`),
  'bulletin-rejected': (name) => both(`公告退回 ${name}`, `Bulletin sent back ${name}`),
  'bulletin-published': (name) => both(`公告发布 ${name}`, `Bulletin published ${name}`),
  'bulletin-withheld': (name) => both(`演练公告未对外 ${name}`, `Drill bulletin withheld ${name}`),
  'bulletin-cause-released': () => both('允许对外说明原因', 'Cause released'),
  'report-drafted': (name) => both(`报告起草 ${name}`, `Report drafted ${name}`),
  'report-edited': (name) => both(`报告修改 ${name}`, `Report edited ${name}`),
  'report-approved': (name) => both(`报告批准 ${name}`, `Report approved ${name}`),
  'improvement-opened': (name) => both(`改进措施立项 ${name}`, `Improvement opened ${name}`),
  'improvement-done': (name) => both(`改进措施完成 ${name}`, `Improvement done ${name}`),
  'plan-draft-opened': (name) => both(`由改进开预案草稿 ${name}`, `Plan draft opened ${name}`),
  'plan-drafted': (name) => both(`预案草稿 ${name}`, `Plan drafted ${name}`),
  'plan-edited': (name) => both(`预案修改 ${name}`, `Plan edited ${name}`),
  'plan-approved': (name) => both(`预案批准 ${name}`, `Plan approved ${name}`),
  'plan-in-force': (name) => both(`预案生效 ${name}`, `Plan in force ${name}`),
  'plan-repealed': (name) => both(`预案废止 ${name}`, `Plan repealed ${name}`),
  'person-added': (name) => both(`人员登记 ${name}`, `Person added ${name}`),
  'person-changed': (name) => both(`人员变更 ${name}`, `Person changed ${name}`),
  'signed-in': (name) => both(`登录 ${name}`, `Signed in ${name}`),
  'sign-in-refused': (name) => both(`登录被拒 ${name}`, `Sign-in refused ${name}`),
  'signed-out': (name) => both(`退出 ${name}`, `Signed out ${name}`),
  'item-received': (name) => both(`物资入库 ${name}`, `Item received ${name}`),
  'item-issued': (name) => both(`物资领用 ${name}`, `Item issued ${name}`),
  'item-returned': (name) => both(`物资归还 ${name}`, `Item returned ${name}`),
  'item-counted': (name) => both(`物资盘点 ${name}`, `Item counted ${name}`),
  'fleet-imported': (name) => both(`设备清单导入 ${name}`, `Fleet imported ${name}`),
  'contract-imported': (name) => both(`合同导入 ${name}`, `Contracts imported ${name}`),
};

const shortText = (value: unknown): string => {
  if (typeof value === 'string') return value.length > 60 ? '' : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null && 'zh' in value) return String(value.zh);
  if (typeof value === 'object' && value !== null && 'name' in value) return shortText(value.name);
  return '';
};
/** The member of an entry that names what it is about. */
const nameIn = (data: Record<string, unknown>): string => {
  for (const member of [
    'number',
    'title',
    'name',
    'person',
    'account',
    'to',
    'serial',
    'version',
    'kind',
    'reason',
    'machines',
    'atms',
    'count',
  ]) {
    const text = shortText(data[member]);
    if (text) return text;
  }
  return '';
};

/** Any entry in words; one of a kind that no table knows stands under its own name. */
export function words(type: string, data: Record<string, unknown>): Text {
  const known = safely(() => sentence(type, data, asIs));
  if (known) return known;
  const name = nameIn(data);
  return others[type]?.(name) ?? both(`${type} ${name}`, `${type} ${name}`);
}

/** An entry written by an older version may lack a member; it is then shown under its type rather than not at all. */
function safely<T>(write: () => T): T | null {
  try {
    return write();
  } catch {
    return null;
  }
}
