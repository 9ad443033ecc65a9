import { type DemoAtm, type DemoFleet, hankouFeed } from './bank.ts';
import type { Problem } from './device.ts';
import type { SimulatedFleet } from './machines.ts';

/** What a situation may use. Times are seconds of the bank's clock. */
export interface Stage {
  fleet: DemoFleet;
  machines: SimulatedFleet;
  random: () => number;
  /** ISO 8601 instant of the bank's clock. */
  now(): string;
  /** Sends a CAP alert to the webhook. */
  alert(xml: string): void;
}

/** A situation that runs: which machines it touches, and how it answers to what people do. */
export interface Scene {
  atms: string[];
  /** A vendor has repaired these machines on site. */
  repaired(atms: readonly string[]): void;
}

export interface Situation {
  name: string;
  title: { zh: string; en: string };
  about: { zh: string; en: string };
  begin(stage: Stage): Scene;
}

const minutes = 60;
const ids = (atms: readonly DemoAtm[]): string[] => atms.map((atm) => atm.atm);
const nothing = (): void => undefined;

const mendAll = (machines: SimulatedFleet, atms: readonly string[], ...which: Problem[]): void => {
  for (const atm of atms) machines.mend(atm, ...which);
};

/** `count` of them, drawn without putting back. */
function draw<T>(random: () => number, from: readonly T[], count: number): T[] {
  const left = [...from];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}
/** Only machines with which nothing is wrong yet take part. */
const free = ({ fleet, machines }: Stage, which: (atm: DemoAtm) => boolean): DemoAtm[] =>
  fleet.atms.filter((atm) => which(atm) && machines.device(atm.atm).problems.size === 0);

const dispenserJam: Situation = {
  name: 'dispenser-jam',
  title: { zh: '出钞模块卡钞', en: 'Dispenser jam' },
  about: {
    zh: '一台机器卡钞，派外包服务商到场；现场发现机柜受损，值班员改判为重大。',
    en: 'One machine jams and its vendor is sent; on site the cabinet proves damaged, and the duty officer grades it major.',
  },
  begin(stage) {
    const { machines } = stage;
    const [atm] = draw(
      stage.random,
      free(stage, (one) => one.district === '武昌区'),
      1,
    );
    if (!atm) return { atms: [], repaired: nothing };
    machines.fail(atm.atm, 'dispenser-jam');
    return { atms: [atm.atm], repaired: () => machines.later(40, () => machines.mend(atm.atm, 'dispenser-jam')) };
  },
};

const powerCut: Situation = {
  name: 'power-cut',
  title: { zh: '片区停电', en: 'District power cut' },
  about: {
    zh: '汉口片区 46 台转由 UPS 供电，电量陆续耗尽，约 40 分钟后来电。',
    en: '46 machines of the Hankou feed run on battery and die one by one; power is back after about 40 minutes.',
  },
  begin(stage) {
    const { machines, random } = stage;
    const atms = free(stage, (one) => one.power === hankouFeed);
    for (const { atm } of atms) {
      const battery = (12 + 40 * random()) * minutes;
      machines.later(45 * random(), () => machines.fail(atm, 'on-battery'));
      const end = 40 * minutes + 60 * random();
      if (battery < end) {
        machines.later(battery - 4 * minutes, () => machines.fail(atm, 'battery-low'));
        machines.later(battery, () => machines.fail(atm, 'silent'));
      }
      machines.later(end, () => machines.mend(atm, 'on-battery', 'battery-low', 'silent'));
    }
    return { atms: ids(atms), repaired: nothing };
  },
};

const lineLost: Situation = {
  name: 'line-lost',
  title: { zh: '全城线路中断', en: 'Line of a city lost' },
  about: {
    zh: '常青路机房故障，线路 L-031 上 500 台中 497 台在 9 秒内失联，约 30 分钟后恢复。',
    en: 'A machine room fails: 497 of the 500 machines on line L-031 fall silent within 9 seconds; back after about 30 minutes.',
  },
  begin(stage) {
    const { machines, random } = stage;
    const spared = 3; // they have a mobile network to fall back on
    const atms = free(stage, (one) => one.line === 'L-031').slice(spared);
    for (const { atm } of atms) {
      // Most in the first seconds, the last after nine, as their heartbeats come due.
      machines.later(9 * random() ** 1.5, () => machines.fail(atm, 'silent'));
      machines.later(30 * minutes + 40 * random(), () => machines.mend(atm, 'silent'));
    }
    return { atms: ids(atms), repaired: nothing };
  },
};

const jackpotting: Situation = {
  name: 'jackpotting',
  title: { zh: '黑客吐钞', en: 'Jackpotting' },
  about: {
    zh: '江汉区三台同机型的机柜先后被打开，重启后无交易出钞。',
    en: 'In Jianghan district the cabinets of three machines of one model are opened one after the other; after a restart they pay out without transactions.',
  },
  begin(stage) {
    const { machines, random } = stage;
    const atms = draw(
      random,
      free(stage, (one) => one.district === '江汉区' && one.model === 'H22N'),
      3,
    );
    for (const [index, { atm }] of atms.entries()) {
      const start = index * 4 * minutes;
      const acts = (work: () => void) => () => {
        // An isolated machine obeys nobody who sits in its cabinet.
        if (machines.device(atm).closed !== 'isolated') work();
      };
      machines.later(
        start,
        acts(() => machines.fail(atm, 'cabinet-open')),
      );
      machines.later(
        start + 90,
        acts(() => machines.fail(atm, 'silent')),
      );
      machines.later(start + 200, () => machines.mend(atm, 'silent'));
      machines.later(
        start + 220,
        acts(() => machines.fail(atm, 'fraud')),
      );
      machines.later(
        start + 420,
        acts(() => machines.fail(atm, 'cash-out')),
      );
      machines.later(50 * minutes, () => machines.mend(atm));
    }
    return { atms: ids(atms), repaired: (done) => machines.later(60, () => mendAll(machines, done)) };
  },
};

/** A CAP 1.2 alert as the city's weather bureau would send it. */
const capAlert = (
  identifier: string,
  sent: string,
  expires: string,
  kind: 'Alert' | 'Cancel',
  references: string,
  districts: readonly string[],
): string => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${identifier}</identifier><sender>weather@wuhan.example</sender><sent>${sent}</sent>
  <status>Actual</status><msgType>${kind}</msgType><scope>Public</scope>${references === '' ? '' : `<references>${references}</references>`}
  <info><language>zh-CN</language><category>Met</category><event>台风</event><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty>
    <expires>${expires}</expires><headline>武汉市气象台发布台风橙色预警信号</headline>
    <description>受台风影响，预计未来 6 小时有 10 级以上阵风和暴雨，低洼地段可能积水、停电。</description>
    <instruction>请做好防风防涝准备，转移低洼处设备和现金。</instruction>
    <area><areaDesc>${districts.join(' ')}</areaDesc></area></info>
</alert>
`;

const typhoon: Situation = {
  name: 'typhoon',
  title: { zh: '台风预警', en: 'Typhoon' },
  about: {
    zh: '气象台发布台风橙色预警（CAP），涉及武昌、洪山；随后一条馈线停电、四个网点断网。',
    en: 'The weather bureau warns of a typhoon (CAP) over Wuchang and Hongshan; then a power feed and four sites fail.',
  },
  begin(stage) {
    const { machines, random, fleet } = stage;
    const districts = ['武昌区', '洪山区'];
    const sent = Temporal.Instant.from(stage.now());
    const stamp = (at: Temporal.Instant): string => at.toString({ timeZone: 'Asia/Shanghai', smallestUnit: 'second' });
    const identifier = `WH-TYPHOON-${sent.epochMilliseconds}`;
    const expires = stamp(sent.add({ hours: 6 }));
    stage.alert(capAlert(identifier, stamp(sent), expires, 'Alert', '', districts));
    const inside = free(stage, (one) => districts.includes(one.district));
    const feed = inside.filter((one) => one.power === '武昌2号馈线');
    const sites = new Set(
      draw(
        random,
        [
          ...Map.groupBy(
            inside.filter((one) => one.district === '洪山区'),
            (one) => one.site,
          ),
        ]
          .filter(([, atms]) => atms.length >= 3)
          .map(([site]) => site),
        4,
      ),
    );
    for (const { atm } of feed) {
      machines.later(10 * minutes + 40 * random(), () => machines.fail(atm, 'on-battery'));
      machines.later((22 + 10 * random()) * minutes, () => machines.fail(atm, 'silent'));
      machines.later(38 * minutes + 60 * random(), () => machines.mend(atm, 'on-battery', 'silent'));
    }
    for (const { atm } of inside.filter((one) => sites.has(one.site))) {
      machines.later(14 * minutes + 30 * random(), () => machines.fail(atm, 'silent'));
      machines.later(36 * minutes + 60 * random(), () => machines.mend(atm, 'silent'));
    }
    machines.later(42 * minutes, () =>
      stage.alert(
        capAlert(
          `${identifier}-END`,
          stamp(Temporal.Instant.from(stage.now())),
          expires,
          'Cancel',
          `weather@wuhan.example,${identifier},${stamp(sent)}`,
          districts,
        ),
      ),
    );
    return { atms: ids(fleet.atms.filter((one) => districts.includes(one.district))), repaired: nothing };
  },
};

const badRelease: Situation = {
  name: 'bad-release',
  title: { zh: '软件升级出错', en: 'A software release gone wrong' },
  about: {
    zh: '新推送的 GRG H68N 5.2.1 版本使出钞模块陆续停摆，退回上一版本后恢复。',
    en: 'The new release GRG H68N 5.2.1 stops one dispenser after another; going back to the former release restores them.',
  },
  begin(stage) {
    const { machines, random } = stage;
    const atms = draw(
      random,
      free(stage, (one) => one.make === 'GRG' && one.model === 'H68N' && one.release === '5.2.1'),
      16,
    );
    let stoppedRollOut = false;
    for (const [index, { atm }] of atms.entries())
      machines.later(index * 50 + 20 * random(), () => {
        // The first machine that was reset shows that the roll-out is stopped.
        stoppedRollOut ||= atms.slice(0, index).some((one) => index > 8 && !machines.device(one.atm).problems.has('software'));
        if (!stoppedRollOut) machines.fail(atm, 'software');
      });
    for (const { atm } of atms) machines.later(70 * minutes, () => machines.mend(atm, 'software'));
    return { atms: ids(atms), repaired: (done) => machines.later(60, () => mendAll(machines, done, 'software')) };
  },
};

export const situations: readonly Situation[] = [dispenserJam, powerCut, lineLost, jackpotting, typhoon, badRelease];
