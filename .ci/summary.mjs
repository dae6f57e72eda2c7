import { readFileSync } from 'node:fs';

const { passed, failed, notRun } = countsOf(readFileSync(process.argv[2], 'utf8'));
for (const name of notRun) console.log(`NOT RUN: ${name}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function countsOf(text) {
  if (text === '') return { passed: 0, failed: 1, notRun: ['jest wrote no report'] };
  const report = JSON.parse(text);
  return {
    passed: report.numPassedTests,
    // A suite that could not even start has no tests to count, and is a failure all the same.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    notRun: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => fullName),
  };
}
