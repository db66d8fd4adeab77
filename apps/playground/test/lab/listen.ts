import type { Report } from '../../src/lab/report.js';

/** Collects reports, and resolves when one of them fits. */
export function listen() {
  const reports: Report[] = [];
  let check = (): void => undefined;
  const until = (fits: (report: Report) => boolean): Promise<Report> =>
    new Promise((resolve) => {
      let from = reports.length - 1;
      check = () => {
        for (; from < reports.length; from++) {
          const report = reports[from];
          if (report !== undefined && fits(report)) return resolve(report);
        }
      };
      check();
    });
  return {
    reports,
    until,
    report: (report: Report): void => {
      reports.push(report);
      check();
    },
  };
}

/** Whether a training goes on no further for now. */
export const isStill = ({ state }: Report): boolean => state !== 'training';
