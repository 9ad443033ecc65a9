import type { Role } from '#organization';

/** A person of the demonstration: one account, one office, seats in the emergency groups. */
export interface DemoPerson {
  account: string;
  name: string;
  role: Role;
  office: string;
  department: string;
  phone: string;
  vendor?: string;
  skills: string[];
}

const person = (
  account: string,
  name: string,
  role: Role,
  office: string,
  department: string,
  skills: string[] = [],
  vendor?: string,
): DemoPerson => ({ account, name, role, office, department, skills, phone: '', ...(vendor === undefined ? {} : { vendor }) });

/** Everybody at 江城银行 who has an account, and one engineer of each vendor. */
export const people: readonly DemoPerson[] = [
  person('chen', '陈国栋', 'commander', '分管副行长', '行领导'),
  person('lin', '林慧', 'deputy', '运营管理部总经理', '运营管理部'),
  person('yu', '余浩', 'duty-officer', '监控中心值班员', '监控中心'),
  person('shen', '沈燕', 'duty-officer', '监控中心值班长', '监控中心'),
  person('wang', '王磊', 'group-leader', '科技部总经理', '科技部', ['network', 'system']),
  person('sun', '孙悦', 'responder', '网络工程师', '科技部', ['network']),
  person('he', '何军', 'responder', '系统工程师', '科技部', ['system']),
  person('liu', '刘强', 'group-leader', '保卫部总经理', '保卫部', ['guard']),
  person('ma', '马涛', 'responder', '保卫部主管', '保卫部', ['guard']),
  person('zhou', '周婷', 'group-leader', '客户服务中心主任', '客户服务中心', ['service']),
  person('xu', '徐静', 'responder', '客户服务中心主管', '客户服务中心', ['service']),
  person('huang', '黄斌', 'group-leader', '后勤部总经理', '后勤部', ['transport']),
  person('gao', '高翔', 'quartermaster', '应急物资管理员', '后勤部', ['store']),
  person('tang', '唐丽', 'group-leader', '办公室主任', '办公室'),
  person('deng', '邓飞', 'press-officer', '新闻发言人', '办公室', ['press']),
  person('luo', '罗文', 'group-leader', '电子银行部总经理', '电子银行部', ['atm']),
  person('feng', '冯娜', 'responder', '自助设备主管', '电子银行部', ['atm']),
  person('jin', '金梅', 'treasurer', '财务部副总经理', '财务部', ['finance']),
  person('dong', '董凯', 'planner', '应急管理岗', '运营管理部', ['plan']),
  person('fan', '范琳', 'auditor', '审计部主管', '审计部'),
  person('admin', '管立', 'admin', '系统管理员', '科技部'),
  person('wei', '魏工', 'vendor', '驻场工程师', '广电', ['atm'], '广电'),
  person('jiang', '蒋工', 'vendor', '驻场工程师', '迪堡', ['atm'], '迪堡'),
  person('han', '韩工', 'vendor', '驻场工程师', '楚天运维', ['atm'], '楚天运维'),
].map((one, index) => ({ ...one, phone: `1380000${String(index + 1).padStart(4, '0')}` }));

/** The one who never answers a call: the deputy is called in his place. He sits in the command, so every plan calls him. */
export const unanswering = 'liu';
/** Whose tasks run late now and then. */
export const tardy: ReadonlySet<string> = new Set(['ma', 'gao']);

export type SeatName = 'leader' | 'deputy' | 'member';
/** Seats of each group in calling order, by account. */
export const seats: Readonly<Record<string, readonly [account: string, seat: SeatName][]>> = {
  command: [
    ['chen', 'leader'],
    ['lin', 'deputy'],
    ['wang', 'member'],
    ['liu', 'member'],
    ['luo', 'member'],
  ],
  technical: [
    ['wang', 'leader'],
    ['sun', 'deputy'],
    ['he', 'member'],
  ],
  security: [
    ['liu', 'leader'],
    ['ma', 'deputy'],
  ],
  'customer-service': [
    ['zhou', 'leader'],
    ['xu', 'deputy'],
  ],
  logistics: [
    ['huang', 'leader'],
    ['gao', 'deputy'],
    ['jin', 'member'],
  ],
  coordination: [
    ['tang', 'leader'],
    ['deng', 'deputy'],
  ],
  'work-group': [
    ['luo', 'leader'],
    ['feng', 'deputy'],
    ['he', 'member'],
  ],
  'response-team': [
    ['luo', 'leader'],
    ['sun', 'deputy'],
    ['feng', 'member'],
    ['ma', 'member'],
  ],
};

export const emailOf = (account: string): string => `${account}@jiangcheng.example`;
/** One password for every demonstration account; the demonstration listens on loopback only. */
export const demoPassword = 'jiangcheng-2026';

interface DemoContact {
  kind: string;
  district: string;
  name: { zh: string; en: string };
  phone: string;
  note: string;
}
/** Whom one calls outside. The numbers of the police, the fire brigade and the utilities are the public ones. */
export const contacts: readonly DemoContact[] = [
  { kind: 'police', district: '', name: { zh: '公安 110', en: 'Police 110' }, phone: '110', note: '' },
  { kind: 'fire', district: '', name: { zh: '消防 119', en: 'Fire brigade 119' }, phone: '119', note: '' },
  { kind: 'medical', district: '', name: { zh: '急救 120', en: 'Ambulance 120' }, phone: '120', note: '' },
  { kind: 'power', district: '', name: { zh: '供电服务 95598', en: 'Power utility 95598' }, phone: '95598', note: '' },
  {
    kind: 'telecom',
    district: '',
    name: { zh: '运营商专线报障', en: 'Carrier, leased lines' },
    phone: '10000',
    note: 'L-021 L-030 L-031 L-032',
  },
  {
    kind: 'government',
    district: '',
    name: { zh: '市应急管理局值班室', en: 'City emergency bureau, duty office' },
    phone: '12350',
    note: '',
  },
  {
    kind: 'regulator',
    district: '',
    name: { zh: '金融监管局值班室', en: 'Financial regulator, duty office' },
    phone: '12378',
    note: '30 分钟内首报',
  },
  { kind: 'media', district: '', name: { zh: '市媒体联络人', en: 'City press contact' }, phone: '02780000000', note: '' },
];

interface DemoStore {
  id: string;
  name: { zh: string; en: string };
  address: string;
  lat: number;
  lon: number;
}
export const stores: readonly DemoStore[] = [
  { id: 'hankou', name: { zh: '汉口应急库', en: 'Hankou store' }, address: '江汉区', lat: 30.6014, lon: 114.2708 },
  { id: 'wuchang', name: { zh: '武昌应急库', en: 'Wuchang store' }, address: '武昌区', lat: 30.5536, lon: 114.3159 },
  { id: 'hanyang', name: { zh: '汉阳应急库', en: 'Hanyang store' }, address: '汉阳区', lat: 30.5539, lon: 114.2187 },
];

/** Stock of each kind in each store: [汉口, 武昌, 汉阳]. */
export const stock: Readonly<Record<string, readonly [number, number, number]>> = {
  ups: [12, 10, 6],
  generator: [8, 6, 4],
  'network-equipment': [10, 8, 4],
  radio: [20, 16, 10],
  'satellite-phone': [3, 2, 1],
  'mobile-phone': [10, 8, 4],
  'protective-gear': [12, 10, 6],
  'spare-parts': [80, 60, 30],
  'software-tools': [6, 4, 2],
  'spare-atm': [4, 3, 2],
  'fault-tools': [10, 8, 4],
  'repair-tools': [12, 10, 6],
  multimeter: [8, 6, 3],
  oscilloscope: [2, 1, 1],
  'logic-analyser': [1, 1, 1],
  laptop: [10, 8, 4],
  printer: [3, 2, 1],
  projector: [2, 1, 1],
  'first-aid-kit': [8, 6, 4],
  'fire-extinguisher': [20, 16, 10],
  vehicle: [4, 3, 2],
};
