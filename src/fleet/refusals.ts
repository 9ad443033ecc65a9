import type { RefusalTexts } from '#platform';

/** Refusals of whole files, and of single rows (status 422). */
export const refusals: RefusalTexts = {
  'csv-encoding': {
    status: 422,
    'zh-CN': { what: '文件既不是 UTF-8 也不是 GB18030 编码。', mend: '请另存为“CSV UTF-8”后重新上传。' },
    en: { what: 'The file is neither UTF-8 nor GB18030.', mend: 'Save it as “CSV UTF-8” and upload it again.' },
  },
  'csv-empty': {
    status: 422,
    'zh-CN': { what: '文件里没有数据行。', mend: '第一行是列名，从第二行起每行一条。' },
    en: { what: 'The file has no rows.', mend: 'The first line names the columns; each further line is one record.' },
  },
  'csv-columns-missing': {
    status: 422,
    'zh-CN': { what: '缺少列：{columns}。文件里的列：{found}。', mend: '请补上这些列名后重新上传；列的顺序不限。' },
    en: {
      what: 'Columns are missing: {columns}. The file has: {found}.',
      mend: 'Add these columns and upload again; their order does not matter.',
    },
  },
  'value-missing': {
    status: 422,
    'zh-CN': { what: '{field} 为空，该行未导入。', mend: '请填写后重新导入；其余各行已导入。' },
    en: { what: '{field} is empty; the row was left out.', mend: 'Fill it in and import again; the other rows were taken.' },
  },
  'value-invalid': {
    status: 422,
    'zh-CN': { what: '{field} 的值无效，该行未导入。', mend: '坐标用十进制度数，时限用 ISO 8601（如 PT30M），名称不超过 200 个字符。' },
    en: {
      what: 'The value of {field} is not valid; the row was left out.',
      mend: 'Coordinates are decimal degrees, durations ISO 8601 (PT30M), names up to 200 characters.',
    },
  },
  'row-repeated': {
    status: 422,
    'zh-CN': { what: '{field} 在文件里重复，只取第一行。', mend: '请删去重复的行。' },
    en: { what: '{field} is repeated in the file; the first row counts.', mend: 'Remove the repeated row.' },
  },
  'quotes-broken': {
    status: 422,
    'zh-CN': { what: '引号不成对，该行未导入。', mend: '请检查该行的双引号。' },
    en: { what: 'The quotes of the row do not match; it was left out.', mend: 'Check the double quotes of the row.' },
  },
};
