interface PromptArgument {
  name: string;
  description: string;
  required: boolean;
}

interface Prompt {
  name: string;
  title: string;
  description: string;
  arguments: PromptArgument[];
  text: (given: Record<string, string>) => string;
}

const PRESET: PromptArgument = { name: 'preset', description: 'Shape, size and style.', required: false };

/** The three primary uses, each as a plan that names the tools. */
export const PROMPTS: Prompt[] = [
  {
    name: 'hero_image',
    title: 'Hero image for an article',
    description: 'Makes the picture at the head of a blog post that you wrote.',
    arguments: [
      { name: 'topic', description: 'What the article is about, or its title.', required: true },
      PRESET,
    ],
    text: ({ topic, preset = 'blog_thumbnail' }) =>
      `Make a hero image for an article about: ${topic}\n\n` +
      `1. Write a prompt of one or two sentences that shows the subject, without words in the picture.\n` +
      `2. Call generate_image with it, preset "${preset}" and a request_id of your own.\n` +
      '3. Wait poll_after_seconds, then call get_job_status with the job_id until data.status is completed or failed.\n' +
      '4. Answer with the link in data.result.output and an alternative text of one sentence.',
  },
  {
    name: 'creative_test',
    title: 'Batch of creative variants',
    description: 'Makes many variants of one advert to test against each other.',
    arguments: [
      { name: 'product', description: 'What is advertised, and to whom.', required: true },
      { name: 'variants', description: 'How many variants; 8 when left out.', required: false },
      PRESET,
    ],
    text: ({ product, variants = '8', preset = 'social_post' }) =>
      `Make ${variants} variants of an advert picture for: ${product}\n\n` +
      '1. Write as many prompts that differ in one thing each: scene, light, angle, mood.\n' +
      '2. Call estimate_cost with the jobs and tell me the credits before you go on.\n' +
      `3. Call generate_batch with jobs of type "image", preset "${preset}", and a request_id of your own.\n` +
      '4. Call wait_for_jobs with the job_ids until done is true.\n' +
      '5. List the links with what differs in each.',
  },
  {
    name: 'personalized_media',
    title: 'Personalised media',
    description: 'Makes a picture for one recipient: a product shot, a thumbnail or an illustration.',
    arguments: [
      { name: 'recipient', description: 'Whom it is for, and what they like.', required: true },
      { name: 'subject', description: 'What it shows.', required: true },
      PRESET,
    ],
    text: ({ recipient, subject, preset = 'product_shot' }) =>
      `Make a picture of ${subject} for: ${recipient}\n\n` +
      '1. Choose setting, colours and mood that suit the recipient; show no person by name.\n' +
      `2. Call generate_image with the prompt, preset "${preset}", and metadata that names the recipient's id, not the person.\n` +
      '3. Follow the job_id with get_job_status and answer with the link in data.result.output.',
  },
];
