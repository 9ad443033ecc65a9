import nodemailer from 'nodemailer';
import { expect, test } from 'vitest';
import { startMailSink } from './sink.ts';

test('a letter in Chinese, with text and HTML, lies in the mailbox as it was written', async () => {
  const sink = await startMailSink();
  const transport = nodemailer.createTransport({ url: sink.url, pool: true, maxConnections: 1, maxMessages: Infinity } as object);
  try {
    await transport.sendMail({
      from: 'fengsui@jiangcheng.example',
      to: ['chen@jiangcheng.example', 'lin@jiangcheng.example'],
      subject: '【Ⅱ级】线路 L-031 中断，请在 15 分钟内确认您已收到并赶到指挥室',
      text: '请确认: http://127.0.0.1:8080/ack/abc?x=1&y=2\n第二行',
      html: '<p>请<b>确认</b></p>',
    });
    const [mail] = sink.mailbox('Chen@jiangcheng.example');
    expect(mail?.subject).toBe('【Ⅱ级】线路 L-031 中断，请在 15 分钟内确认您已收到并赶到指挥室');
    expect(mail?.text).toContain('http://127.0.0.1:8080/ack/abc?x=1&y=2');
    expect(mail?.html).toBe('<p>请<b>确认</b></p>');
    expect(sink.mailbox('lin@jiangcheng.example')).toHaveLength(1);
    for (let letter = 0; letter < 205; letter++)
      await transport.sendMail({ from: 'a@b.example', to: 'lin@jiangcheng.example', subject: `${letter}`, text: 'x' });
    expect(sink.mailbox('lin@jiangcheng.example')).toHaveLength(200);
    expect(sink.mailbox('lin@jiangcheng.example')[0]?.subject).toBe('204');
  } finally {
    transport.close();
    await sink.close();
  }
});

test('a letter that is sent again after a crash lies in the mailbox once', async () => {
  const sink = await startMailSink();
  const transport = nodemailer.createTransport({ url: sink.url });
  try {
    const letter = { from: 'a@b.example', to: 'chen@jiangcheng.example', subject: '一次', text: 'x', messageId: '<one@fengsui.invalid>' };
    await transport.sendMail(letter);
    await transport.sendMail(letter);
    await transport.sendMail({ ...letter, messageId: '<two@fengsui.invalid>' });
    expect(sink.mailbox('chen@jiangcheng.example').map((mail) => mail.messageId)).toEqual([
      '<two@fengsui.invalid>',
      '<one@fengsui.invalid>',
    ]);
  } finally {
    transport.close();
    await sink.close();
  }
});
