/**
 * Elementary functions in WGSL, whose own are too loose: `exp` may be `3 + 2 |x|` ULP off, `tanh(100)` is NaN on some
 * cards. The formulas are those of core's `math/float32.ts`.
 *
 * WGSL lets a compiler fuse a product and a sum, reorder sums, flush subnormals to 0 and assume that there is no NaN
 * and no infinity. So these functions find special values by their bits, scale by powers of two in integers, and keep
 * remainders exact, fused or not.
 */

/** Each calls only functions above it. */
const SNIPPETS: readonly string[] = [
  `fn ofBits(bits:u32)->f32{return bitcast<f32>(bits);}`,
  `fn magnitude(x:f32)->u32{return bitcast<u32>(x)&0x7fffffffu;}`,
  `fn notNumber(x:f32)->bool{return magnitude(x)>0x7f800000u;}`,
  /** x, in a form that keeps a compiler from reordering `(a − b) − c` into `a − (b + c)`. Word 7 of params is 0. */
  `fn kept(x:f32)->f32{return ofBits(bitcast<u32>(x)^params[1].w);}`,
  /** dY where `y > 0`, NaN where y is NaN, else 0. */
  `fn throughRelu(dY:f32,y:f32)->f32{return select(select(0.,y,notNumber(y)),dY,bitcast<u32>(y)-1<0x7f800000);}`,
  /** Orders the bits of floats: equal zeros, NaN above all others. */
  `fn rank(x:u32)->i32{
let m=i32(x&0x7fffffffu);
return select(select(m,-m,x>0x7fffffffu),0x7fffffff,m>0x7f800000);}`,
  /**
   * The quotient and the rest of whole numbers that are not negative. Those of signed numbers take more steps on every
   * card.
   */
  `fn over(a:i32,b:i32)->i32{return i32(u32(a)/u32(b));}`,
  `fn modulo(a:i32,b:i32)->i32{return i32(u32(a)%u32(b));}`,
  /** `max(0, x)`; NaN for NaN. */
  `fn relu(x:f32)->f32{return select(0.,x,notNumber(x)||bitcast<u32>(x)<0x7f800001);}`,
  `fn withSignOf(x:f32,y:f32)->f32{return ofBits(bitcast<u32>(y)|(bitcast<u32>(x)&0x80000000u));}`,
  /** x where it is NaN or so small that y rounds to it, else y. */
  `fn unlessTiny(x:f32,y:f32)->f32{return select(y,x,magnitude(x)-0x31000000u>0x4e800000u);}`,
  /** `x · 2ᵏ` for a normal x and a normal result. */
  `fn scaled(x:f32,k:i32)->f32{return bitcast<f32>(bitcast<i32>(x)+(k<<23u));}`,
  /** `x · 2ᵏ`, rounded, for x near 1 and a subnormal result, which arithmetic may flush to 0. */
  `fn subnormal(x:f32,k:i32)->f32{
let bits=bitcast<u32>(x);
let shift=u32(1-i32(bits>>23u)-k)&31;
return ofBits((((bits&0x7fffff)|0x800000)+((1u<<shift)>>1u))>>shift);}`,
  /** `x − k ln(2)` */
  `fn remainder(x:f32,k:f32)->f32{return fma(k,2.1219444e-4,fma(k,-0.6933594,x));}`,
  /** `exp(r) − 1 − r` */
  `fn expTail(r:f32)->f32{
let q=0.16666517+r*(0.041668102+r*(0.0083691925+r*0.0013838902));
return r*r*(0.49999994+r*q);}`,
  `fn ownExp(x:f32)->f32{
let near=clamp(x,-104.,88.72283);
let k=round(near*1.442695);
let r=remainder(near,k);
let y=1+(r+expTail(r));
let z=select(scaled(y,i32(k)),subnormal(y,i32(k)),k<-125);
return select(select(z,ofBits(0x7f800000),x>88.72283),x,notNumber(x));}`,
  `fn ownExpm1(x:f32)->f32{
let near=clamp(x,-18.,88.72283);
let k=round(near*1.442695);
let r=remainder(near,k);
let small=r+expTail(r);
let power=scaled(0.5,i32(k));
let large=2*(power*small+(power-0.5));
return unlessTiny(x,select(select(large,small,k==0),ofBits(0x7f800000),x>88.72283));}`,
  /** `log(1 + f) + k ln(2)`, with `s = f / (2 + f)` (K. C. Ng, FreeBSD's e_log.c, 1986). */
  `fn logOfSum(f:f32,k:f32)->f32{
let s=f/(2+f);
let z=s*s;
let square=0.5*f*f;
let tail=s*(square+z*(0.66666776+z*(0.39977568+z*0.2987146)));
return k*0.6933594+(f-(square-(tail-k*2.1219444e-4)));}`,
  /** y, or the logarithm of `sum` where that is not a positive finite number; `limit` is NaN or Infinity then. */
  `fn orSpecialLog(sum:f32,limit:f32,y:f32)->f32{
let bits=bitcast<u32>(sum);
let low=ofBits(select(0xff800000u,0x7fc00000u,(bits<<1u)!=0));
return select(select(low,limit,notNumber(sum)||bits==0x7f800000),y,bits-1<0x7f7fffff);}`,
  `fn ownLog(x:f32)->f32{
let own=bitcast<u32>(x);
let isTiny=own<0x800000;
let bits=select(bitcast<i32>(own),bitcast<i32>(f32(own)),isTiny);
let k=(bits-0x3f3504f3)>>23u;
let f=bitcast<f32>(bits-(k<<23u))-1;
return orSpecialLog(x,x,logOfSum(f,f32(k-select(0,149,isTiny))));}`,
  `fn ownLog1p(x:f32)->f32{
let sum=1+x;
let k=(bitcast<i32>(sum)-0x3f3504f3)>>23u;
let f=select(scaled(x,-k)+(scaled(4.,-k)*0.25-1),x,k==0);
return unlessTiny(x,orSpecialLog(sum,x,logOfSum(f,f32(k))));}`,
  /** `a − q b`, whose products are exact. */
  `fn rest(a:f32,q:f32,b:f32)->f32{
let high=ofBits(bitcast<u32>(q)&0xfffff000);
let upper=ofBits(bitcast<u32>(b)&0xfffff000);
return a-high*upper-high*(b-upper)-(q-high)*upper-(q-high)*(b-upper);}`,
  /** `a / b` for numbers and a result that are far from the limits. */
  `fn quotient(a:f32,b:f32)->f32{
let q=a/b;
return q+rest(a,q,b)/b;}`,
  /** A subnormal x is its number of units, times `2⁻¹⁴⁹`. */
  `fn ownSqrt(x:f32)->f32{
let bits=bitcast<u32>(x);
let isTiny=bits<0x800000;
let own=select(bits,bitcast<u32>(f32(bits)),isTiny);
let k=i32(own>>23u)-select(127,276,isTiny);
let y=scaled(ofBits((own&0x7fffff)|0x3f800000),k&1);
let s=sqrt(y);
let root=scaled(s+rest(y,s,s)/(2*s),k>>1u);
let special=bits<<1u==0||magnitude(x)>=0x7f800000;
return select(select(root,x,special),ofBits(0x7fc00000),bits>0x80000000&&bits<=0xff800000);}`,
  `fn ownTanh(x:f32)->f32{
let e=ownExpm1(2*min(abs(x),9.5));
return unlessTiny(x,withSignOf(x,quotient(e,e+2)));}`,
  `fn ownSigmoid(x:f32)->f32{
let e=ownExp(-abs(x));
let y=select(quotient(select(1.,e,x<0),1+e),e,x<-20);
return select(y,x,notNumber(x));}`,
  /**
   * `Φ(−|x|)` of the normal distribution: `exp(−a²/2) / (1 + a)` times a smooth function, as in core's
   * `math/normal.ts`. `a²/2` is an exact first part, of the upper half of a, and a second.
   */
  `fn lowerTail(x:f32)->f32{
let a=min(abs(x),14.5);
let s=(a-5)/(a+5);
var q=-4.3207136e-5+s*2.034943e-4;
q=0.024535533+s*(-0.015157047+s*(0.00653651+s*(-0.0017108258+s*q)));
q=0.031030463+s*(0.010002392+s*(-0.026402969+s*q));
let even=0.46151584+s*(-0.09155228+s*q);
let upper=ofBits(bitcast<u32>(a)&0xfffff000);
let first=upper*upper*-0.5;
let second=(a-upper)*(a+upper)*0.5;
let k=round((first-second)*1.442695);
let r=fma(k,2.1219444e-4,fma(k,-0.6933594,first)-second);
return scaled(1+(r+expTail(r)),i32(k)+64)*(even/(1+a))*0x1p-64;}`,
  `fn ownNormalCdf(x:f32)->f32{
let tail=lowerTail(x);
return select(select(1-tail,tail,x<0),x,notNumber(x));}`,
  /** For subnormals it is their number of units times `2 / √π`. */
  `fn ownErf(x:f32)->f32{
let a=min(abs(x),4.);
let h=a*a-0.5;
var q=-0.018283276+h*(0.0034798477+h*(-5.6566345e-4+h*7.965338e-5));
q=-0.03453126+h*(-0.2810722+h*(0.079410024+h*q));
let y=select(1-2*lowerTail(a*1.4142135),a*(1+q),a<1);
let tiny=ofBits(u32(f32(magnitude(x))*1.1283792+0.5));
return select(withSignOf(x,select(y,tiny,magnitude(x)<0x800000)),x,notNumber(x));}`,
];

/** Returns the code after the functions that it calls, and those that these call. */
export function withFunctions(code: string): string {
  return SNIPPETS.reduceRight((text, snippet) => {
    const call = new RegExp(`\\b${snippet.slice(3, snippet.indexOf('('))}\\(`);
    return call.test(text) ? `${snippet}\n${text}` : text;
  }, code);
}

/** The gradient dY at `at`, masked by the output y of a ReLU, or not. */
export const gradientAt = (isMasked: boolean): string => (isMasked ? 'throughRelu(dY[at],y[at])' : 'dY[at]');

/** The storages that `gradientAt` reads. */
export const gradientReads = (isMasked: boolean): string => (isMasked ? 'dY:f32 y:f32' : 'dY:f32');
