/**
 * Convolution as products of matrices whose rows are windows (windows.ts). Only a few rows exist at a time, in scratch
 * memory. It adds in the order of the dense product (matmul.ts).
 */
import { SUM_BLOCK, SUM_BLOCKS, SUM_STRETCH, TILE_BYTES, TILE_ROWS } from './generated/layout';
import { scratch, scratchLines } from './arguments';
import { addBytes, finish } from './dense';
import { AddConvParts, Conv, ConvFilter, ConvInput, Window } from './generated/arguments';
import { addProduct } from './matmul';
import { lanes, throughRelu } from './numbers';
import { addToDoubles } from './reduce';
import { addWindows, gatherWindows } from './windows';

/**
 * Computes `rows` outputs of one group of filters. `w` has the filters of the groups in strips (`matmulPack`). `chunk`
 * is how many steps to gather at a time.
 */
export function conv<T>(item: i32): void {
  const group = item / Conv.each();
  const from = (item - group * Conv.each()) * Conv.rows();
  const to = min(from + Conv.rows(), Window.places());
  const filters = Window.filters() / Conv.groups();
  const own = Window.channels() / Conv.groups();
  const k = Window.kernelHeight() * Window.kernelWidth() * own;
  const strips = (filters + lanes<T>() * 2 - 1) / (lanes<T>() * 2);
  const stripBytes = <usize>k * TILE_BYTES;
  const packed = Conv.w() + <usize>(group * strips) * stripBytes;
  const stride = <usize>Window.filters() * sizeof<T>();
  const out = Conv.out() + <usize>from * stride + <usize>(group * filters) * sizeof<T>();
  const lineBytes = Conv.lineBytes();
  for (let k0 = 0; k0 < k; k0 += Conv.chunk()) {
    const depth = min(Conv.chunk(), k - k0);
    gatherWindows<T>(Conv.x(), scratchLines(), lineBytes, from, to, group * own, own, k0, k0 + depth);
    addProduct<T>(
      k0 === 0,
      scratchLines(),
      lineBytes,
      sizeof<T>(),
      <usize>TILE_ROWS * lineBytes,
      to - from,
      packed + <usize>k0 * TILE_BYTES,
      TILE_BYTES,
      stripBytes,
      depth,
      out,
      stride,
      filters,
    );
  }
  const bias = Conv.bias();
  const relu = Conv.relu() !== 0;
  if (bias === 0 && !relu) return;
  const ownBias = bias === 0 ? <usize>0 : bias + <usize>(group * filters) * sizeof<T>();
  finish<T>(out, out, to - from, filters, stride, stride, ownBias, relu);
}

/**
 * Copies rows of dY through the ReLU whose output is y. Writes whole vectors.
 */
function maskRows<T>(out: usize, outStride: usize, dY: usize, y: usize, stride: usize, rows: i32, columns: i32): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let row = 0; row < rows; row++) {
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, throughRelu<T>(v128.load(dY + at), v128.load(y + at)));
    }
    out += outStride;
    dY += stride;
    y += stride;
  }
}

/**
 * Computes the gradient of one image, `out`, from `dY`, a block of `rows` outputs at a time. `w` has the filters of
 * each group, transposed, in strips. Scratch memory has the masked rows of dY, `chunk` bytes apart, then the products,
 * `lineBytes` apart.
 */
export function convInput<T>(item: i32): void {
  const perImage = Window.outHeight() * Window.outWidth();
  const groups = ConvInput.groups();
  const filters = Window.filters() / groups;
  const own = Window.channels() / groups;
  const k = Window.kernelHeight() * Window.kernelWidth() * own;
  const strips = (k + lanes<T>() * 2 - 1) / (lanes<T>() * 2);
  const stripBytes = <usize>filters * TILE_BYTES;
  const stride = <usize>Window.filters() * sizeof<T>();
  const maskedBytes = <usize>ConvInput.chunk();
  const masked = scratchLines();
  const products = masked + <usize>ConvInput.rows() * maskedBytes;
  const lineBytes = ConvInput.lineBytes();
  const imageBytes = <usize>(Window.height() * Window.width() * Window.channels()) * sizeof<T>();
  memory.fill(ConvInput.out() + <usize>item * imageBytes, 0, imageBytes);
  const last = (item + 1) * perImage;
  for (let from = item * perImage; from < last; from += ConvInput.rows()) {
    const to = min(from + ConvInput.rows(), last);
    for (let group = 0; group < groups; group++) {
      const place = <usize>from * stride + <usize>(group * filters) * sizeof<T>();
      let a = ConvInput.dY() + place;
      let aStride = stride;
      if (ConvInput.y() !== 0) {
        maskRows<T>(masked, maskedBytes, a, ConvInput.y() + place, stride, to - from, filters);
        a = masked;
        aStride = maskedBytes;
      }
      addProduct<T>(
        true,
        a,
        aStride,
        sizeof<T>(),
        <usize>TILE_ROWS * aStride,
        to - from,
        ConvInput.w() + <usize>(group * strips) * stripBytes,
        TILE_BYTES,
        stripBytes,
        filters,
        products,
        lineBytes,
        k,
      );
      addWindows<T>(ConvInput.out(), products, lineBytes, from, to, group * own, own);
    }
  }
}

/**
 * Packs `depth` rows of dY, masked, into strips of SUM_BLOCK rows, with zeros past the edge. If `sums` is given, adds
 * the columns of each SUM_STRETCH rows to these doubles, or, if `sumStride` is not 0, writes their sums `sumStride`
 * bytes apart.
 */
function packRows<T>(
  out: usize,
  dY: usize,
  y: usize,
  stride: usize,
  depth: i32,
  columns: i32,
  sums: usize,
  sumStride: usize,
): void {
  const zero = v128.splat<T>(0);
  const width = lanes<T>();
  for (let start = 0; start < depth; start += SUM_STRETCH) {
    const end = min(start + SUM_STRETCH, depth);
    for (let column = 0; column < columns; column += width) {
      const place = <usize>start * stride + <usize>column * sizeof<T>();
      let from = dY + place;
      let mask = y === 0 ? <usize>0 : y + place;
      const strip = column / (2 * width);
      let to = out + <usize>(strip * SUM_BLOCK + start) * TILE_BYTES + <usize>(column % (2 * width)) * sizeof<T>();
      let sum = zero;
      for (let row = start; row < end; row++) {
        let value = v128.load(from);
        if (y !== 0) {
          value = throughRelu<T>(value, v128.load(mask));
          mask += stride;
        }
        sum = v128.add<T>(sum, value);
        v128.store(to, value);
        from += stride;
        to += TILE_BYTES;
      }
      if (sums === 0) continue;
      const total = sums + <usize>(start / SUM_STRETCH) * sumStride + (<usize>column << 3);
      if (sumStride !== 0) memory.fill(total, 0, <usize>min(width, columns - column) << 3);
      if (columns - column >= width) {
        addToDoubles<T>(total, sum);
        continue;
      }
      v128.store(scratch(), sum);
      for (let i: usize = 0; i < <usize>(columns - column); i++) {
        store<f64>(total + (i << 3), load<f64>(total + (i << 3)) + <f64>load<T>(scratch() + i * sizeof<T>()));
      }
    }
  }
}

/**
 * Computes a piece of the gradient of the filters: the sums over one part of the outputs, for `rows` steps of the
 * windows of a group and `chunk` of its filters. A part is `each` outputs: SUM_STEPS, or SUM_BLOCK for more items.
 * `out` has the results of the parts, `partBytes` apart. If `db` is given, the items of the first steps also write the
 * sums of dY for each SUM_BLOCKS stretches, or for each stretch if a part is SUM_BLOCK: doubles, `sumStride` bytes
 * apart.
 */
export function convFilter<T>(item: i32): void {
  const groups = ConvFilter.groups();
  const filters = Window.filters() / groups;
  const own = Window.channels() / groups;
  const k = Window.kernelHeight() * Window.kernelWidth() * own;
  const down = (k + ConvFilter.rows() - 1) / ConvFilter.rows();
  const across = (filters + ConvFilter.chunk() - 1) / ConvFilter.chunk();
  const part = item / (groups * down * across);
  let rest = item - part * (groups * down * across);
  const group = rest / (down * across);
  rest -= group * down * across;
  const k0 = (rest / across) * ConvFilter.rows();
  const k1 = min(k0 + ConvFilter.rows(), k);
  const first = (rest % across) * ConvFilter.chunk();
  const columns = min(ConvFilter.chunk(), filters - first);
  const column = group * filters + first;
  const stride = <usize>Window.filters() * sizeof<T>();
  const ofPart = ConvFilter.out() + <usize>part * ConvFilter.partBytes();
  const out = ofPart + <usize>k0 * stride + <usize>column * sizeof<T>();
  const lineBytes = ConvFilter.lineBytes();
  const packed = scratchLines();
  const windows = packed + <usize>SUM_BLOCK * (<usize>ConvFilter.chunk() * sizeof<T>() + TILE_BYTES);
  const stretches = ConvFilter.each() === SUM_BLOCK ? 1 : SUM_BLOCKS;
  const end = min((part + 1) * ConvFilter.each(), Window.places());
  for (let from = part * ConvFilter.each(); from < end; from += SUM_BLOCK) {
    const to = min(from + SUM_BLOCK, end);
    const place = <usize>from * stride + <usize>column * sizeof<T>();
    let sums: usize = 0;
    if (ConvFilter.db() !== 0 && k0 === 0) {
      sums = ConvFilter.db() + <usize>(from / SUM_STRETCH / stretches) * ConvFilter.sumStride() + (<usize>column << 3);
    }
    const mask = ConvFilter.y() === 0 ? <usize>0 : ConvFilter.y() + place;
    const sumStride = stretches === 1 ? ConvFilter.sumStride() : 0;
    packRows<T>(packed, ConvFilter.dY() + place, mask, stride, to - from, columns, sums, sumStride);
    gatherWindows<T>(ConvFilter.x(), windows, lineBytes, from, to, group * own, own, k0, k1);
    addProduct<T>(
      from === part * ConvFilter.each(),
      windows,
      sizeof<T>(),
      lineBytes,
      <usize>TILE_ROWS * sizeof<T>(),
      k1 - k0,
      packed,
      TILE_BYTES,
      <usize>SUM_BLOCK * TILE_BYTES,
      to - from,
      out,
      stride,
      columns,
    );
  }
}

/**
 * Adds the `parts` parts of `length` elements at `later`, `partBytes` apart, into `out`: each `together` parts in
 * order, then these sums in order. An item is `each` elements.
 */
export function addConvParts<T>(item: i32): void {
  const from = item * AddConvParts.each();
  const bytes = <usize>min(AddConvParts.each(), AddConvParts.length() - from) * sizeof<T>();
  const out = AddConvParts.out() + <usize>from * sizeof<T>();
  let later = AddConvParts.later() + <usize>from * sizeof<T>();
  for (let first = 0; first < AddConvParts.parts(); first += AddConvParts.together()) {
    const sum = first === 0 ? out : scratch();
    memory.copy(sum, later, bytes);
    later += AddConvParts.partBytes();
    const end = min(first + AddConvParts.together(), AddConvParts.parts());
    for (let part = first + 1; part < end; part++) {
      addBytes<T>(sum, later, bytes);
      later += AddConvParts.partBytes();
    }
    if (first > 0) addBytes<T>(out, sum, bytes);
  }
}
