import { describeTrainings, names } from './trainings.js';

describeTrainings(names.filter((name) => !/^(mlp|transformer)/.test(name)));
