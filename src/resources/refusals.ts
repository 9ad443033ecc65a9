import type { RefusalTexts } from '#platform';

export const refusals: RefusalTexts = {
  'stock-short': {
    status: 409,
    'zh-CN': {
      what: '{name} 不足：需要 {wanted}，可用 {available}。',
      mend: '现有库存：{where}。可减少数量、请其他网点归还，或先登记入库。',
    },
    en: {
      what: 'Not enough of {name}: {wanted} wanted, {available} available.',
      mend: 'In stock now: {where}. Ask for fewer, have some returned, or receive new stock first.',
    },
  },
  'item-unknown': {
    status: 404,
    'zh-CN': { what: '没有这种物资：{item}。', mend: '请从物资目录（/api/v1/item-kinds）中选择。' },
    en: { what: 'There is no such item: {item}.', mend: 'Choose one of the kinds at /api/v1/item-kinds.' },
  },
  'store-unknown': {
    status: 404,
    'zh-CN': { what: '没有这个储备库：{store}。', mend: '请先登记储备库，或从现有储备库中选择。' },
    en: { what: 'There is no such store: {store}.', mend: 'Add the store first, or choose one that exists.' },
  },
  'attributes-wrong': {
    status: 422,
    'zh-CN': { what: '物资属性有误：{faults}。', mend: '请按该类物资的属性填写。' },
    en: { what: 'Attributes are wrong: {faults}.', mend: 'Give the attributes that this kind has.' },
  },
  'serials-mismatch': {
    status: 422,
    'zh-CN': { what: '序列号 {serials} 与数量或在外记录不符。', mend: '每件一个序列号；归还的须是这次领用出去的。' },
    en: {
      what: 'The serial numbers {serials} do not match the quantity or what is out.',
      mend: 'Give one serial number per piece; returned ones must be those of that issue.',
    },
  },
  'return-exceeds': {
    status: 409,
    'zh-CN': { what: '归还数量多于在外数量：{name} 在外 {out}，归还 {quantity}。', mend: '请核对领用记录；新增的物资请用“入库”。' },
    en: {
      what: 'More returned than is out: {out} of {name} out, {quantity} returned.',
      mend: 'Check the issue; use “receive” for new stock.',
    },
  },
  'kit-unchecked': {
    status: 422,
    'zh-CN': { what: '{name} 归还前须按装箱清单清点，未清点：{missing}。', mend: '请逐项勾选；缺少的写进 missing。' },
    en: {
      what: '{name} must be checked against its packing list before it is returned; not checked: {missing}.',
      mend: 'Tick each piece, and list what is missing in `missing`.',
    },
  },
};
