import type { Text } from '../../../src/plans/model.ts';
import { asIs, incidentSentences, type Names, sentence, workOrderSentences } from '../incidents/sentences.ts';

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
  'notice-queued': (name) => both(`通知待发 ${name}`, `Notice queued ${name}`),
  'notice-superseded': (name) => both(`通知不再需要 ${name}`, `Notice no longer needed ${name}`),
  'warning-reclassified': (name) => both(`预警重新归类 ${name}`, `Warning reclassified ${name}`),
  'report-remarked': (name) => both(`报告补充说明 ${name}`, `Remark on a report ${name}`),
  'improvement-assigned': (name) => both(`改进措施指定负责人 ${name}`, `Improvement assigned ${name}`),
  'plan-commented': (name) => both(`预案意见 ${name}`, `Comment on a plan ${name}`),
  'field-report-received': (name) => both(`现场报告 ${name}`, `Report from the field ${name}`),
  'field-report-read': (name) => both(`现场报告已读 ${name}`, `Report from the field read ${name}`),
  'device-commanded': (name) => both(`向设备发出指令 ${name}`, `Command to a machine ${name}`),
  'fault-closed': (name) => both(`故障由人关闭 ${name}`, `Fault closed by hand ${name}`),
  'authority-delegated': (name) => both(`授权代行 ${name}`, `Authority delegated ${name}`),
  'delegation-revoked': (name) => both(`收回授权 ${name}`, `Delegation revoked ${name}`),
  'group-named': (name) => both(`小组登记 ${name}`, `Group named ${name}`),
  'seats-set': (name) => both(`小组席位变更 ${name}`, `Seats changed ${name}`),
  'contact-added': (name) => both(`外部联系登记 ${name}`, `Contact added ${name}`),
  'shifts-added': (name) => both(`排班 ${name}`, `Shifts added ${name}`),
  'shift-removed': (name) => both(`取消班次 ${name}`, `Shift removed ${name}`),
  'token-created': (name) => both(`接口令牌新建 ${name}`, `Token created ${name}`),
  'token-revoked': (name) => both(`接口令牌吊销 ${name}`, `Token revoked ${name}`),
  'institution-changed': (name) => both(`机构资料变更 ${name}`, `Institution changed ${name}`),
  'item-described': (name) => both(`物资资料变更 ${name}`, `Item described ${name}`),
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
  'finding-added': (name) => both(`评估发现 ${name}`, `Finding added ${name}`),
  'finding-assigned': (name) => both(`评估发现指定负责人 ${name}`, `Finding assigned ${name}`),
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
  'signed-in': () => both('登录', 'Signed in'),
  'sign-in-refused': (name) => both(`登录被拒 ${name}`, `Sign-in refused ${name}`),
  'signed-out': () => both('退出', 'Signed out'),
  'item-received': (name) => both(`物资入库 ${name}`, `Item received ${name}`),
  'item-issued': (name) => both(`物资领用 ${name}`, `Item issued ${name}`),
  'item-returned': (name) => both(`物资归还 ${name}`, `Item returned ${name}`),
  'item-counted': (name) => both(`物资盘点 ${name}`, `Item counted ${name}`),
  'fleet-imported': (name) => both(`设备清单导入 ${name}`, `Fleet imported ${name}`),
  'contract-imported': (name) => both(`合同导入 ${name}`, `Contracts imported ${name}`),
};

const shortText = (value: unknown, language: 'zh' | 'en'): string => {
  if (typeof value === 'string') return value.length > 60 ? '' : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null && 'zh' in value && 'en' in value) return String(value[language]);
  if (typeof value === 'object' && value !== null && 'name' in value) return shortText(value.name, language);
  return '';
};
/** The member of an entry that names what it is about. */
const nameIn = (data: Record<string, unknown>, language: 'zh' | 'en'): string => {
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
    const text = shortText(data[member], language);
    if (text) return text;
  }
  return '';
};

/** Whether entries of this type have words of their own. */
export const hasWords = (type: string): boolean => type in others || type in incidentSentences || type in workOrderSentences;

/** Any entry in words; one of a kind that no table knows stands under its own name. */
export function words(type: string, data: Record<string, unknown>, names: Names = asIs): Text {
  const known = safely(() => sentence(type, data, names));
  if (known) return known;
  const write = others[type] ?? ((name: string) => both(`${type} ${name}`, `${type} ${name}`));
  return both(write(nameIn(data, 'zh')).zh.trim(), write(nameIn(data, 'en')).en.trim());
}

/** An entry written by an older version may lack a member; it is then shown under its type rather than not at all. */
function safely<T>(write: () => T): T | null {
  try {
    return write();
  } catch {
    return null;
  }
}
