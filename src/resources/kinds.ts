import type { Text } from '#plans';

/** How an attribute of an item is written: the console makes its input from it, the server checks by it. */
export interface AttributeSpec {
  id: string;
  label: Text;
  kind: 'text' | 'number' | 'date' | 'list';
  unit?: Text;
  /** A date that takes the item out of use when it has passed, or one that only asks for attention. */
  passing?: 'unusable' | 'attention';
}

export interface ItemKind {
  name: Text;
  group: 'material' | 'equipment';
  /** Used up where it is used; nobody waits for its return. */
  consumed: boolean;
  unit: Text;
  attributes: AttributeSpec[];
  source: string[];
}

const piece = { zh: '件', en: 'pcs' };
const set = { zh: '套', en: 'sets' };
const machine = { zh: '台', en: 'units' };

const attribute = {
  capacity: (zh: string, en: string): AttributeSpec => ({
    id: 'capacity',
    label: { zh: '容量', en: 'Capacity' },
    kind: 'number',
    unit: { zh, en },
  }),
  battery: { id: 'batteryMade', label: { zh: '电池出厂日期', en: 'Battery made' }, kind: 'date' },
  batteryDue: { id: 'batteryDue', label: { zh: '电池应更换日期', en: 'Battery replacement due' }, kind: 'date', passing: 'attention' },
  run: { id: 'runDue', label: { zh: '下次月度试运行', en: 'Next monthly run' }, kind: 'date', passing: 'attention' },
  fuel: { id: 'fuel', label: { zh: '存油', en: 'Fuel' }, kind: 'number', unit: { zh: '升', en: 'l' } },
  charge: { id: 'charge', label: { zh: '电量', en: 'Charge' }, kind: 'number', unit: { zh: '%', en: '%' } },
  channels: { id: 'channels', label: { zh: '频道表', en: 'Channel plan' }, kind: 'list' },
  airtime: { id: 'airtimeUntil', label: { zh: '通话服务到期', en: 'Airtime until' }, kind: 'date', passing: 'unusable' },
  holder: { id: 'holder', label: { zh: '保管人', en: 'Holder' }, kind: 'text' },
  image: { id: 'image', label: { zh: '系统镜像版本', en: 'Image version' }, kind: 'text' },
  calibration: { id: 'calibrationDue', label: { zh: '校准到期', en: 'Calibration due' }, kind: 'date', passing: 'unusable' },
  expiry: { id: 'expiry', label: { zh: '有效期至', en: 'Expires' }, kind: 'date', passing: 'unusable' },
  inspection: { id: 'inspectionDue', label: { zh: '下次检查', en: 'Inspection due' }, kind: 'date', passing: 'attention' },
  fits: { id: 'fits', label: { zh: '适用机型', en: 'Fits models' }, kind: 'list' },
  version: { id: 'version', label: { zh: '版本', en: 'Version' }, kind: 'text' },
  licence: { id: 'licence', label: { zh: '许可', en: 'Licence' }, kind: 'text' },
  packing: { id: 'packing', label: { zh: '装箱清单', en: 'Packing list' }, kind: 'list' },
  transport: { id: 'transport', label: { zh: '运输要求', en: 'Transport' }, kind: 'text' },
  plate: { id: 'plate', label: { zh: '车牌', en: 'Plate' }, kind: 'text' },
  load: { id: 'load', label: { zh: '载重', en: 'Load' }, kind: 'number', unit: { zh: '公斤', en: 'kg' } },
} satisfies Record<string, AttributeSpec | ((zh: string, en: string) => AttributeSpec)>;

/**
 * The kinds of materials and equipment that the plans name (S1-4, S3-5), with what one must know of each.
 * A plan asks for a kind; which item of which store answers is decided at the issue.
 */
export const itemKinds = {
  ups: {
    name: { zh: '不间断电源（UPS）', en: 'UPS' },
    group: 'material',
    consumed: false,
    unit: machine,
    attributes: [attribute.capacity('kVA', 'kVA'), attribute.battery, attribute.batteryDue, attribute.run],
    source: ['S1-4.1', 'S3-5.1(2)'],
  },
  generator: {
    name: { zh: '发电机', en: 'Generator' },
    group: 'material',
    consumed: false,
    unit: machine,
    attributes: [attribute.capacity('kW', 'kW'), attribute.fuel, attribute.run],
    source: ['S1-4.1', 'S2-6.3(1)', 'S3-5.1(2)'],
  },
  'network-equipment': {
    name: { zh: '网络设备', en: 'Network equipment' },
    group: 'material',
    consumed: false,
    unit: machine,
    attributes: [attribute.version, attribute.fits],
    source: ['S1-4.1'],
  },
  radio: {
    name: { zh: '对讲机', en: 'Radio' },
    group: 'material',
    consumed: false,
    unit: machine,
    attributes: [attribute.charge, attribute.channels],
    source: ['S1-4.1', 'S3-5.1(3)'],
  },
  'satellite-phone': {
    name: { zh: '卫星电话', en: 'Satellite phone' },
    group: 'material',
    consumed: false,
    unit: machine,
    attributes: [attribute.charge, attribute.airtime],
    source: ['S1-4.1', 'S3-5.1(3)'],
  },
  'mobile-phone': {
    name: { zh: '应急手机', en: 'Mobile phone' },
    group: 'material',
    consumed: false,
    unit: machine,
    attributes: [attribute.charge, attribute.airtime, attribute.holder],
    source: ['S3-5.1(3)'],
  },
  'protective-gear': {
    name: { zh: '安全防护装备', en: 'Protective gear' },
    group: 'material',
    consumed: false,
    unit: set,
    attributes: [attribute.expiry, attribute.inspection],
    source: ['S1-4.1'],
  },
  'spare-parts': {
    name: { zh: '设备备件', en: 'Spare parts' },
    group: 'material',
    consumed: true,
    unit: piece,
    attributes: [attribute.fits, attribute.expiry],
    source: ['S3-5.1(1)'],
  },
  'software-tools': {
    name: { zh: '软件工具', en: 'Software tools' },
    group: 'material',
    consumed: false,
    unit: set,
    attributes: [attribute.version, attribute.licence, attribute.fits],
    source: ['S3-5.1(1)'],
  },
  'spare-atm': {
    name: { zh: '备用自动柜员机', en: 'Spare ATM' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.fits, attribute.transport, attribute.inspection],
    source: ['S1-4.2', 'S2-6.3(1)'],
  },
  'fault-tools': {
    name: { zh: '故障排除工具', en: 'Fault-finding tools' },
    group: 'equipment',
    consumed: false,
    unit: set,
    attributes: [attribute.packing, attribute.version],
    source: ['S1-4.2'],
  },
  'repair-tools': {
    name: { zh: '维修工具箱', en: 'Repair tool kit' },
    group: 'equipment',
    consumed: false,
    unit: set,
    attributes: [attribute.packing],
    source: ['S1-4.2', 'S3-5.2(2)'],
  },
  multimeter: {
    name: { zh: '万用表', en: 'Multimeter' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.calibration],
    source: ['S3-5.2(1)'],
  },
  oscilloscope: {
    name: { zh: '示波器', en: 'Oscilloscope' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.calibration],
    source: ['S3-5.2(1)'],
  },
  'logic-analyser': {
    name: { zh: '逻辑分析仪', en: 'Logic analyser' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.calibration],
    source: ['S3-5.2(1)'],
  },
  laptop: {
    name: { zh: '笔记本电脑', en: 'Laptop' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.holder, attribute.image],
    source: ['S3-5.1(4)'],
  },
  printer: {
    name: { zh: '打印机', en: 'Printer' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.holder, attribute.image],
    source: ['S3-5.1(4)'],
  },
  projector: {
    name: { zh: '投影仪', en: 'Projector' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.holder, attribute.image],
    source: ['S3-5.1(4)'],
  },
  'first-aid-kit': {
    name: { zh: '急救箱', en: 'First-aid kit' },
    group: 'equipment',
    consumed: false,
    unit: set,
    attributes: [attribute.expiry, attribute.inspection, attribute.packing],
    source: ['S3-5.2(3)'],
  },
  'fire-extinguisher': {
    name: { zh: '灭火器', en: 'Fire extinguisher' },
    group: 'equipment',
    consumed: false,
    unit: piece,
    attributes: [attribute.expiry, attribute.inspection],
    source: ['S3-5.2(3)'],
  },
  vehicle: {
    name: { zh: '应急车辆', en: 'Vehicle' },
    group: 'equipment',
    consumed: false,
    unit: machine,
    attributes: [attribute.plate, attribute.load, attribute.fuel, attribute.inspection],
    source: ['S1-2.2(4)', 'S1-3.2(4)'],
  },
} satisfies Record<string, ItemKind>;

export type ItemKindId = keyof typeof itemKinds;
export const itemKindIds = Object.keys(itemKinds) as ItemKindId[];
export const isItemKind = (id: string): id is ItemKindId => Object.hasOwn(itemKinds, id);
export const kindOf = (id: ItemKindId): ItemKind => itemKinds[id];
