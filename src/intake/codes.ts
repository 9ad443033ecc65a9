/** Who has to act on a fault of this kind; contracts with vendors are made per class. */
export const faultClasses = ['hardware', 'cash', 'network', 'power', 'security', 'software', 'weather', 'operation'] as const;
export type FaultClass = (typeof faultClasses)[number];

/** What an open fault of this code means for the public: no payout; some function missing; nothing yet. */
export type Impact = 'blocks' | 'limits' | 'none';

/** Part of the machine, or what it hangs on. */
export const modules = [
  'machine',
  'dispenser',
  'cash',
  'acceptor',
  'card-reader',
  'printer',
  'keypad',
  'encryptor',
  'camera',
  'software',
  'power',
  'line',
  'host',
  'security',
  'site',
] as const;
export type Module = (typeof modules)[number];

export interface SignalCode {
  code: string;
  zh: string;
  en: string;
  class: FaultClass;
  module: Module;
  impact: Impact;
  /** Place in the catalogue; tables in memory are indexed by it. */
  ordinal: number;
}

const rows: [code: string, zh: string, en: string, faultClass: FaultClass, module: Module, impact: Impact][] = [
  ['machine.offline', '设备离线', 'Machine offline', 'network', 'machine', 'blocks'],
  ['machine.closed', '设备停止服务', 'Machine out of service', 'operation', 'machine', 'blocks'],
  ['machine.supervisor', '设备处于维护模式', 'Machine in supervisor mode', 'operation', 'machine', 'blocks'],
  ['machine.clock', '设备时钟不准', 'Machine clock wrong', 'software', 'machine', 'none'],
  ['dispenser.jammed', '出钞模块卡钞', 'Dispenser jammed', 'hardware', 'dispenser', 'blocks'],
  ['dispenser.inoperative', '出钞模块故障', 'Dispenser inoperative', 'hardware', 'dispenser', 'blocks'],
  ['cash.low', '钞箱现金不足', 'Cash low', 'cash', 'cash', 'none'],
  ['cash.out', '钞箱无钞', 'Cash out', 'cash', 'cash', 'blocks'],
  ['acceptor.inoperative', '存款模块故障', 'Note acceptor inoperative', 'hardware', 'acceptor', 'limits'],
  ['card-reader.jammed', '读卡器卡卡', 'Card reader jammed', 'hardware', 'card-reader', 'blocks'],
  ['card-reader.inoperative', '读卡器故障', 'Card reader inoperative', 'hardware', 'card-reader', 'blocks'],
  ['card.retained', '吞卡', 'Card retained', 'operation', 'card-reader', 'none'],
  ['printer.paper-low', '打印纸不足', 'Printer paper low', 'operation', 'printer', 'none'],
  ['printer.paper-out', '打印纸用尽', 'Printer paper out', 'operation', 'printer', 'limits'],
  ['printer.inoperative', '打印机故障', 'Printer inoperative', 'hardware', 'printer', 'limits'],
  ['keypad.inoperative', '密码键盘故障', 'Keypad inoperative', 'hardware', 'keypad', 'blocks'],
  ['encryptor.inoperative', '加密模块故障', 'Encryptor inoperative', 'hardware', 'encryptor', 'blocks'],
  ['camera.inoperative', '摄像头故障', 'Camera inoperative', 'hardware', 'camera', 'none'],
  ['software.error', '应用软件故障', 'Software error', 'software', 'software', 'blocks'],
  ['power.on-battery', '市电中断，由UPS供电', 'On battery power', 'power', 'power', 'none'],
  ['power.battery-low', 'UPS电量不足', 'Battery low', 'power', 'power', 'none'],
  ['power.lost', '断电', 'Power lost', 'power', 'power', 'blocks'],
  ['line.down', '网络线路中断', 'Network line down', 'network', 'line', 'blocks'],
  ['host.down', '主机连接中断', 'Host connection down', 'network', 'host', 'blocks'],
  ['cabinet.open', '机柜门打开', 'Cabinet open', 'security', 'security', 'none'],
  ['safe.tampered', '保险柜被撬动', 'Safe tampered with', 'security', 'security', 'none'],
  ['vibration.alarm', '震动报警', 'Vibration alarm', 'security', 'security', 'none'],
  ['fraud.suspected', '疑似欺诈', 'Fraud suspected', 'security', 'security', 'none'],
  ['fraud.attempt', '欺诈或攻击', 'Fraud attempt', 'security', 'security', 'blocks'],
  ['weather.warning', '气象灾害预警', 'Weather warning', 'weather', 'site', 'none'],
];

/** The catalogue of all signals that the system understands, in the order in which it is shown. */
export const signalCodes: readonly SignalCode[] = rows.map(([code, zh, en, faultClass, module, impact], ordinal) => ({
  code,
  zh,
  en,
  class: faultClass,
  module,
  impact,
  ordinal,
}));

const byCode = new Map(signalCodes.map((entry) => [entry.code, entry]));

/** @returns the catalogue's entry, or undefined for a code that we do not know */
export const codeOf = (code: string): SignalCode | undefined => byCode.get(code);

/** The class of faults with this code; `hardware` where the catalogue does not know it. */
export const classOf = (code: string): FaultClass => byCode.get(code)?.class ?? 'hardware';
