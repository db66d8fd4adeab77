/** Where windows lie on images [n, height, width, channels], in WGSL. */
import type { Shape, Window } from '@nablajs/core';

/**
 * The names of `windowWords`: of the images, the outputs, the window, its strides, dilations and paddings, and of the
 * channels and filters of a group.
 */
export const WINDOW_NAMES = 'h w c oh ow f kh kw sy sx dy dx py px own each';

export function windowWords(window: Window, image: Shape, out: Shape, groups: number): number[] {
  const { size, stride, dilation, padding } = window;
  const words = [...image.slice(1), ...out.slice(1), ...size, ...stride, ...dilation, ...padding];
  return [...words, image[3]! / groups, out[3]! / groups];
}

/** `placeOf`: the first pixel of the image of window i, the row and the column where the window starts, and i. */
export const PLACES = `
fn placeOf(i:i32)->vec4i{
let y=over(i,p.ow);
let image=over(y,p.oh);
return vec4i(image*p.h*p.w,(y-image*p.oh)*p.sy-p.py,(i-y*p.ow)*p.sx-p.px,i);
}
`;

/**
 * `elementOf`: how far element i of a window lies below and right of its start, its channel in the group, and i.
 * `pixelIn`: its pixel, -1 in the padding. `pixelOf`: its value, 0 in the padding.
 */
export const PIXELS: string = `${PLACES}
fn elementOf(i:i32)->vec4i{
let tap=over(i,p.own);
let row=over(tap,p.kw);
return vec4i(row*p.dy,(tap-row*p.kw)*p.dx,i-tap*p.own,i);
}
fn pixelIn(place:vec4i,element:vec4i)->i32{
let at=place.yz+element.xy;
return select(-1,place.x+at.x*p.w+at.y,all(at>=vec2i())&&all(at<vec2i(p.h,p.w)));
}
fn pixelOf(place:vec4i,element:vec4i,g:i32)->f32{
let at=pixelIn(place,element);
if(at<0){return 0.;}
return X[at*p.c+g*p.own+element.z];
}
`;

/**
 * Rows are pixels. The steps are the elements of a window and, for each, the filters of a group. `spotOf`: the window
 * over a pixel that has it as this element, and the pixel. Most have another stride or lie outside, and are left out.
 */
export const SPOTS = `
fn rowOf(m:i32)->vec4i{
let y=over(m,p.w);
let image=over(y,p.h);
return vec4i(image*p.oh*p.ow,y-image*p.h+p.py,m-y*p.w+p.px,m);
}
fn stepOf(k:i32)->vec4i{
let tap=over(k,p.run);
let f=k-tap*p.run;
let row=over(tap,p.kw);
return vec4i(row*p.dy,(tap-row*p.kw)*p.dx,f,select(-1,tap,f<p.each));
}
fn spotOf(row:vec4i,step:vec4i)->vec4i{
let at=row.yz-step.xy;
let stride=vec2i(p.sy,p.sx);
let o=vec2i(vec2u(at)/vec2u(stride));
let isThere=all(at>=vec2i())&&all(o*stride==at)&&all(o<vec2i(p.oh,p.ow));
return vec4i(row.x+o.x*p.ow+o.y,row.w,0,select(-1,0,isThere));
}
`;

/** `areaOf`: how many pixels of a window lie within the image. */
export const AREAS = `
fn areaOf(place:vec4i)->f32{
let d=vec2i(p.dy,p.dx);
let inside=min(vec2i(p.kh,p.kw),(vec2i(p.h,p.w)-place.yz+d-1)/d)-max(vec2i(),(d-1-place.yz)/d);
return f32(inside.x*inside.y);
}
`;
