import fc from 'fast-check';
import { CursorCodec } from '../../../src/core/ordering/cursor.js';
import { BadInputError } from '../../../src/core/errors/bad-input.js';
import { MalformedIdError, decodeId, encodeId } from '../../../src/core/model/ids.js';

describe('Global ids', () => {
  it('bring back what they were made of', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        (type, server, nativeId) => {
          expect(decodeId(encodeId({ type, server, nativeId }))).toEqual({ type, server, nativeId });
        },
      ),
    );
  });

  it.each([
    '',
    'xx',
    'bnVsbA',
    Buffer.from('[1,"a","b"]').toString('base64url'),
    `${encodeId({ type: 'A', server: 'b', nativeId: 'c' })}=`,
  ])('refuse %j', (text) => expect(() => decodeId(text)).toThrow(MalformedIdError));

  it('are never confused with random text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(() => decodeId(text)).toThrow(MalformedIdError)));
  });
});

describe('Cursors', () => {
  const codec = new CursorCodec('sessions START_TIME DESC');

  it('bring back the place they name', () => {
    const key = fc.oneof(fc.integer(), fc.string(), fc.constant(null));
    fc.assert(
      fc.property(key, fc.string(), fc.string(), (value, server, nativeId) => {
        const position = { key: value, server, nativeId };
        expect(codec.decode(codec.encode(position), [])).toEqual(position);
      }),
    );
  });

  it('of another list or order are refused, and the message names both', () => {
    const other = new CursorCodec('policies NAME ASC').encode({ key: 'a', server: 'b', nativeId: 'c' });
    expect(() => codec.decode(other, ['after'])).toThrow(
      new BadInputError(
        'the cursor belongs to "policies NAME ASC", not to "sessions START_TIME DESC": keep orderBy the same while paging',
      ),
    );
  });

  it.each(['', 'abc', 'W10', '🙂'])('that cannot be read are refused: %j', (text) => {
    expect(() => codec.decode(text, ['after'])).toThrow(BadInputError);
  });
});
