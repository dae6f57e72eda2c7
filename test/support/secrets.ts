export const ADMIN_TOKEN = 'operator-of-the-test-engines-0123456789';
export const SECRET_KEY = 'only-for-tests-'.repeat(4);
