import { cleanUp } from '../support/clean-up.js';

afterAll(cleanUp);
