/** Whoever holds ADMIN_TOKEN. Belongs to no team. */
export interface Operator {
  requestId: string;
}
