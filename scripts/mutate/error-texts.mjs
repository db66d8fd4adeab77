/**
 * Leaves the wording of errors out: an empty sentence in `new NablaError('shape', '…')` is no mutant. Codes and
 * conditions are.
 */
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

const textOf = (path) => {
  if (path.isStringLiteral()) return path.node.value;
  return path.isTemplateLiteral() ? path.node.quasis.map(({ value }) => value.raw).join('') : '';
};

const makesError = (path) => path.isNewExpression() && /Error$/.test(path.node.callee.name ?? '');

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'error-texts', {
    shouldIgnore: (path) =>
      textOf(path).includes(' ') && path.findParent(makesError) ? 'the wording of an error' : undefined,
  }),
];
