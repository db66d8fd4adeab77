import {
  bytesDecoder,
  checkToken,
  encodeAll,
  type TokenDecoder,
  type TokenEncoder,
  type Tokenizer,
  textOf,
} from './tokenizer.js';
import type { ByteForm } from './tokenizer-form.js';

const encoder: TokenEncoder = {
  write(bytes, sink) {
    for (let i = 0; i < bytes.length; i++) sink.push(bytes[i] as number);
  },
  end() {},
};

/** Each byte of the text in UTF-8 is a token. */
export class ByteTokenizer implements Tokenizer {
  readonly size: number = 256;
  readonly form: ByteForm = { type: 'bytes' };

  encode(text: string | Uint8Array): Int32Array {
    return encodeAll(encoder, text);
  }

  decode(tokens: ArrayLike<number>): string {
    return textOf(this.decodeBytes(tokens));
  }

  decodeBytes(tokens: ArrayLike<number>): Uint8Array {
    return Uint8Array.from(tokens, (token) => checkToken(token, 256));
  }

  decoder(): TokenDecoder {
    return bytesDecoder((token) => this.decodeBytes([token]));
  }

  encoder(): TokenEncoder {
    return encoder;
  }
}
