import type { RefusalTexts } from '#platform';

/** Refusals of whole requests, and of single records within a batch (status 422). */
export const refusals: RefusalTexts = {
  'signals-unreadable': {
    status: 400,
    'zh-CN': {
      what: '请求内容不是有效的 JSON：{why}。',
      mend: '请发送一个信号、JSON 数组，或以 application/x-ndjson 逐行发送；原文已存入死信。',
    },
    en: {
      what: 'The body is not valid JSON: {why}.',
      mend: 'Send one signal, a JSON array, or lines as application/x-ndjson. What came is kept as a dead letter.',
    },
  },
  'intake-busy': {
    status: 503,
    'zh-CN': { what: '待写入的信号太多，本批未接收。', mend: '请稍候几秒重发同一批；重复的编号只计一次。' },
    en: {
      what: 'Too many signals wait to be written; this batch was not taken.',
      mend: 'Send the same batch again in a few seconds; repeated ids count once.',
    },
  },
  'json-broken': {
    status: 422,
    'zh-CN': { what: '这一行不是有效的 JSON。', mend: '请改正该行后单独重发；其余各行已接收。' },
    en: { what: 'This line is not valid JSON.', mend: 'Correct the line and send it alone; the other lines were taken.' },
  },
  'not-an-object': {
    status: 422,
    'zh-CN': { what: '这条记录不是 JSON 对象。', mend: '每个信号是一个含 id、source、atm、code、state、at 的对象。' },
    en: { what: 'This record is not a JSON object.', mend: 'A signal is an object with id, source, atm, code, state and at.' },
  },
  'field-missing': {
    status: 422,
    'zh-CN': { what: '缺少字段 {field}。', mend: '请补上该字段后重发这条记录。' },
    en: { what: 'The field {field} is missing.', mend: 'Add it and send this record again.' },
  },
  'field-invalid': {
    status: 422,
    'zh-CN': { what: '字段 {field} 的值无效。', mend: '时间用带时区的 ISO 8601，状态用 raised 或 cleared，名称不超过 200 个字符。' },
    en: {
      what: 'The value of the field {field} is not valid.',
      mend: 'Times are ISO 8601 with an offset, states raised or cleared, names up to 200 characters.',
    },
  },
  'code-unknown': {
    status: 422,
    'zh-CN': { what: '没有这个信号代码。', mend: '可用代码见 GET /api/v1/signal-codes。' },
    en: { what: 'There is no such signal code.', mend: 'GET /api/v1/signal-codes lists the codes.' },
  },
  'atm-unknown': {
    status: 422,
    'zh-CN': { what: '机具台账里没有这台设备。', mend: '请先导入该设备，再重发；原文已存入死信。' },
    en: { what: 'The fleet has no such machine.', mend: 'Import the machine, then send again. What came is kept as a dead letter.' },
  },
  'site-unknown': {
    status: 422,
    'zh-CN': { what: '机具台账里没有这个网点。', mend: '请先导入该网点，再重发；原文已存入死信。' },
    en: { what: 'The fleet has no such site.', mend: 'Import the site, then send again. What came is kept as a dead letter.' },
  },
  'alert-unreadable': {
    status: 400,
    'zh-CN': { what: '这不是 Alertmanager 的通知：{why}。', mend: '请用 Alertmanager 的 webhook_config（版本 4）指向本地址。' },
    en: {
      what: 'This is no notification of Alertmanager: {why}.',
      mend: 'Point a webhook_config of Alertmanager (version 4) to this address.',
    },
  },
  'alert-unmapped': {
    status: 422,
    'zh-CN': { what: '告警没有可识别的信号代码。', mend: '请给告警规则加上标签 code（见 GET /api/v1/signal-codes）。' },
    en: {
      what: 'The alert maps to no signal code.',
      mend: 'Add the label code to the alert rule; GET /api/v1/signal-codes lists the codes.',
    },
  },
  'alert-placeless': {
    status: 422,
    'zh-CN': { what: '告警没有指明设备或网点。', mend: '请给告警规则加上标签 atm 或 site。' },
    en: { what: 'The alert names neither machine nor site.', mend: 'Add the label atm or site to the alert rule.' },
  },
  'cap-unsafe': {
    status: 400,
    'zh-CN': { what: '预警文件含有 DOCTYPE 或实体声明，已拒收。', mend: 'CAP 文件不需要它们；请检查来源是否可信。' },
    en: {
      what: 'The alert holds a DOCTYPE or entity declarations and was refused.',
      mend: 'CAP needs neither; check whether the source can be trusted.',
    },
  },
  'cap-unreadable': {
    status: 400,
    'zh-CN': { what: '这不是有效的 CAP 预警：{why}。', mend: '请发送 CAP 1.0、1.1 或 1.2 的 XML，必填元素齐全。' },
    en: { what: 'This is no valid CAP alert: {why}.', mend: 'Send CAP 1.0, 1.1 or 1.2 as XML with all required elements.' },
  },
  'frame-unreadable': {
    status: 422,
    'zh-CN': { what: '这一帧读不懂。', mend: '帧的格式是 {form}。' },
    en: { what: 'This frame cannot be read.', mend: 'A frame is {form}.' },
  },
  'agent-refused': {
    status: 401,
    'zh-CN': { what: '代理程序未登录。', mend: '请用角色为 integration 的令牌连接：Authorization: Bearer，或 ?token=。' },
    en: { what: 'The agent is not signed in.', mend: 'Connect with a token of the role integration: Authorization: Bearer, or ?token=.' },
  },
  'report-placeless': {
    status: 422,
    'zh-CN': { what: '没有认出地点。', mend: '请填写机具编号（机身标签上）或网点，或在设备旁 300 米内允许定位。' },
    en: {
      what: 'The place was not recognised.',
      mend: 'Give the number on the machine or the site, or allow the position within 300 m of it.',
    },
  },
  'report-kind-unknown': {
    status: 422,
    'zh-CN': { what: '没有这种情况：{kind}。', mend: '请选择：{kinds}。' },
    en: { what: 'There is no such kind: {kind}.', mend: 'Choose one of: {kinds}.' },
  },
  'photo-unfit': {
    status: 415,
    'zh-CN': { what: '照片格式不支持。', mend: '请上传 JPEG、PNG 或 WebP。' },
    en: { what: 'The photo is of an unsupported kind.', mend: 'Upload a JPEG, PNG or WebP.' },
  },
  'photo-too-large': {
    status: 413,
    'zh-CN': { what: '照片太大。', mend: '请上传不超过 10 MB 的照片。' },
    en: { what: 'The photo is too large.', mend: 'Upload a photo of at most 10 MB.' },
  },
  'too-many-reports': {
    status: 429,
    'zh-CN': { what: '短时间内报告太多。', mend: '您之前的报告已收到；请 {minutes} 分钟后再报，紧急情况请直接致电。' },
    en: {
      what: 'Too many reports in a short time.',
      mend: 'Your earlier reports arrived. Try again in {minutes} minutes; in an emergency call.',
    },
  },
};
