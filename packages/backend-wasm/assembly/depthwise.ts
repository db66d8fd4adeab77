/**
 * Convolution in which each channel has its own filter. It adds in the same order as convolution.ts. An item has at
 * most DEPTHWISE_CHANNELS channels; w is [taps, channels].
 */
import { DEPTHWISE_CHANNELS, SUM_BLOCK, SUM_STEPS } from './generated/layout';
import { scratchLines } from './arguments';
import { addBytes, finish } from './dense';
import { Depthwise, DepthwiseFilter, DepthwiseInput, Window } from './generated/arguments';
import { lanes, throughRelu } from './numbers';
import { addWindows, gatherWindows } from './windows';

/** How many windows are gathered at a time. */
const PLACES: i32 = 16;

/** Copies `bytes` of whole elements from scratch memory, without writing past them. */
// @ts-ignore: decorator
@inline
function copyElements<T>(to: usize, from: usize, bytes: usize): void {
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < bytes; at += sizeof<T>()) store<T>(to + at, load<T>(from + at));
}

/** Returns the number of channels of an item. */
// @ts-ignore: decorator
@inline
function channelsFrom(channel: i32): i32 {
  return min(DEPTHWISE_CHANNELS, Window.channels() - channel);
}

/** Computes `rows` outputs of some channels. */
export function depthwise<T>(item: i32): void {
  const block = item / Depthwise.each();
  const channel = (item - block * Depthwise.each()) * DEPTHWISE_CHANNELS;
  const channels = channelsFrom(channel);
  const taps = Window.kernelHeight() * Window.kernelWidth();
  const bytes = <usize>channels * sizeof<T>();
  const stride = <usize>Window.channels() * sizeof<T>();
  const start = <usize>channel * sizeof<T>();
  const windowBytes = Depthwise.lineBytes();
  const windows = scratchLines();
  const sums = windows + <usize>PLACES * windowBytes;
  const end = min((block + 1) * Depthwise.rows(), Window.places());
  for (let from = block * Depthwise.rows(); from < end; from += PLACES) {
    const to = min(from + PLACES, end);
    gatherWindows<T>(Depthwise.x(), windows, windowBytes, from, to, channel, channels, 0, taps * channels);
    for (let place = from; place < to; place++) {
      const window = windows + <usize>(place - from) * windowBytes;
      const out = Depthwise.out() + <usize>place * stride + start;
      for (let at: usize = 0; at < bytes; at += 16) {
        let sum = v128.splat<T>(0);
        let x = window + at;
        let w = Depthwise.w() + start + at;
        // Fewer taps than a block has steps.
        for (let tap = 0; tap < taps; tap++, x += bytes, w += stride) {
          sum = v128.add<T>(sum, v128.mul<T>(v128.load(x), v128.load(w)));
        }
        v128.store(sums + at, sum);
      }
      copyElements<T>(out, sums, bytes);
    }
    if (Depthwise.bias() === 0 && Depthwise.relu() === 0) continue;
    const rows = Depthwise.out() + <usize>from * stride + start;
    const bias = Depthwise.bias() === 0 ? <usize>0 : Depthwise.bias() + start;
    finish<T>(rows, rows, to - from, channels, stride, stride, bias, Depthwise.relu() !== 0);
  }
}

/** Computes the gradient of some channels of an image. */
export function depthwiseInput<T>(item: i32): void {
  const perImage = Window.outHeight() * Window.outWidth();
  const image = item / DepthwiseInput.each();
  const channel = (item - image * DepthwiseInput.each()) * DEPTHWISE_CHANNELS;
  const channels = channelsFrom(channel);
  const taps = Window.kernelHeight() * Window.kernelWidth();
  const bytes = <usize>channels * sizeof<T>();
  const stride = <usize>Window.channels() * sizeof<T>();
  const start = <usize>channel * sizeof<T>();
  const pixels = Window.height() * Window.width();
  let out = DepthwiseInput.out() + <usize>(image * pixels) * stride + start;
  for (let i = 0; i < pixels; i++, out += stride) memory.fill(out, 0, bytes);
  const products = scratchLines();
  for (let place = image * perImage; place < (image + 1) * perImage; place++) {
    const from = <usize>place * stride + start;
    for (let at: usize = 0; at < bytes; at += 16) {
      let gradient = v128.load(DepthwiseInput.dY() + from + at);
      if (DepthwiseInput.y() !== 0) gradient = throughRelu<T>(gradient, v128.load(DepthwiseInput.y() + from + at));
      let w = DepthwiseInput.w() + start + at;
      let to = products + at;
      // The last vector may write past these channels. The next tap overwrites that.
      for (let tap = 0; tap < taps; tap++, w += stride, to += DepthwiseInput.lineBytes()) {
        v128.store(to, v128.mul<T>(gradient, v128.load(w)));
      }
    }
    addTaps<T>(products, place, channel, channels);
  }
}

/** Adds the products of one output, a line for each tap, to its window. */
// @ts-ignore: decorator
@inline
function addTaps<T>(products: usize, place: i32, channel: i32, channels: i32): void {
  const taps = Window.kernelHeight() * Window.kernelWidth();
  const bytes = <usize>channels * sizeof<T>();
  // The channels of the taps lie side by side, as in a row of windows.
  for (let tap = 1; tap < taps; tap++) {
    copyElements<T>(products + <usize>tap * bytes, products + <usize>tap * DepthwiseInput.lineBytes(), bytes);
  }
  addWindows<T>(DepthwiseInput.out(), products, 0, place, place + 1, channel, channels);
}

/**
 * Computes one part of the gradient of some channels' filters. `out` has the results of the parts, `partBytes` apart.
 */
export function depthwiseFilter<T>(item: i32): void {
  const part = item / DepthwiseFilter.each();
  const channel = (item - part * DepthwiseFilter.each()) * DEPTHWISE_CHANNELS;
  const channels = channelsFrom(channel);
  const taps = Window.kernelHeight() * Window.kernelWidth();
  const bytes = <usize>channels * sizeof<T>();
  const stride = <usize>Window.channels() * sizeof<T>();
  const start = <usize>channel * sizeof<T>();
  const windowBytes = DepthwiseFilter.lineBytes();
  const windows = scratchLines();
  const sums = windows + <usize>PLACES * windowBytes;
  const out = DepthwiseFilter.out() + <usize>part * DepthwiseFilter.partBytes() + start;
  const end = min((part + 1) * SUM_STEPS, Window.places());
  for (let first = part * SUM_STEPS; first < end; first += SUM_BLOCK) {
    const last = min(first + SUM_BLOCK, end);
    memory.fill(sums, 0, windowBytes);
    for (let from = first; from < last; from += PLACES) {
      const to = min(from + PLACES, last);
      gatherWindows<T>(DepthwiseFilter.x(), windows, windowBytes, from, to, channel, channels, 0, taps * channels);
      for (let at: usize = 0; at < bytes; at += 16) {
        for (let tap: usize = 0; tap < <usize>taps; tap++) {
          let place = <usize>from * stride + start + at;
          let x = windows + tap * bytes + at;
          let sum = v128.load(sums + tap * <usize>DEPTHWISE_CHANNELS * sizeof<T>() + at);
          for (let row = from; row < to; row++, place += stride, x += windowBytes) {
            let gradient = v128.load(DepthwiseFilter.dY() + place);
            if (DepthwiseFilter.y() !== 0) gradient = throughRelu<T>(gradient, v128.load(DepthwiseFilter.y() + place));
            sum = v128.add<T>(sum, v128.mul<T>(gradient, v128.load(x)));
          }
          v128.store(sums + tap * <usize>DEPTHWISE_CHANNELS * sizeof<T>() + at, sum);
        }
      }
    }
    for (let tap: usize = 0; tap < <usize>taps; tap++) {
      const sum = sums + tap * <usize>DEPTHWISE_CHANNELS * sizeof<T>();
      if (first === part * SUM_STEPS) copyElements<T>(out + tap * stride, sum, bytes);
      else addBytes<T>(out + tap * stride, sum, bytes);
    }
  }
}
